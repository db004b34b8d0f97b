//! Colours of style sheets and how strongly two differ.

/// Red, green, blue from 0 to 1, and opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour {
    channels: [f64; 3],
    alpha: f64,
}

impl Colour {
    /// `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(1 2 3)`, `rgb(1 2 3 / 8%)`, with or without commas.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        match text {
            "white" => return Self::read("#fff"),
            "black" => return Self::read("#000"),
            _ => {}
        }
        if let Some(digits) = text.strip_prefix('#') {
            return Self::read_hex(digits);
        }
        let inside = text
            .strip_prefix("rgb(")
            .or_else(|| text.strip_prefix("rgba("))?
            .strip_suffix(')')?;
        let numbers: Vec<f64> = inside
            .split([' ', ',', '/'])
            .filter(|word| !word.is_empty())
            .map(|word| match word.strip_suffix('%') {
                Some(percent) => percent.parse::<f64>().ok().map(|value| value / 100.0),
                None => word.parse().ok(),
            })
            .collect::<Option<_>>()?;
        match numbers[..] {
            [red, green, blue] => Some(Self::new([red, green, blue], 1.0)),
            [red, green, blue, alpha] => Some(Self::new([red, green, blue], alpha)),
            _ => None,
        }
    }

    fn read_hex(digits: &str) -> Option<Self> {
        let pairs: Vec<String> = match digits.len() {
            3 | 4 => digits.chars().map(|digit| format!("{digit}{digit}")).collect(),
            6 | 8 => digits
                .as_bytes()
                .chunks(2)
                .map(|pair| String::from_utf8_lossy(pair).into_owned())
                .collect(),
            _ => return None,
        };
        let bytes: Vec<f64> = pairs
            .iter()
            .map(|pair| u8::from_str_radix(pair, 16).ok().map(f64::from))
            .collect::<Option<_>>()?;
        let alpha = bytes.get(3).map_or(1.0, |byte| byte / 255.0);
        Some(Self::new([bytes[0], bytes[1], bytes[2]], alpha))
    }

    fn new(bytes: [f64; 3], alpha: f64) -> Self {
        Self {
            channels: bytes.map(|byte| byte / 255.0),
            alpha,
        }
    }

    pub(super) fn is_opaque(self) -> bool {
        self.alpha >= 1.0
    }

    /// What is seen where this colour lies over an opaque one.
    pub(super) fn over(self, behind: Self) -> Self {
        let mut channels = behind.channels;
        for (channel, own) in channels.iter_mut().zip(self.channels) {
            *channel = own * self.alpha + *channel * (1.0 - self.alpha);
        }
        Self { channels, alpha: 1.0 }
    }

    /// WCAG 2.2's relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.channels.map(|channel| {
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// WCAG 2.2's contrast ratio, from 1 to 21.
pub(super) fn ratio(a: Colour, b: Colour) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> String {
        let (a, b) = (Colour::read(a).unwrap(), Colour::read(b).unwrap());
        format!("{:.2}", ratio(a.over(b), b))
    }

    /// Ratios as published tools give them.
    #[test]
    fn ratios_are_those_of_wcag() {
        assert_eq!(between("#000", "#fff"), "21.00");
        assert_eq!(between("#767676", "#ffffff"), "4.54");
        assert_eq!(between("#777", "white"), "4.48");
        assert_eq!(between("rgb(255 255 255)", "#0000ff"), "8.59");
        assert_eq!(
            between("rgb(0, 0, 0, 50%)", "#fff"),
            between("rgb(127.5 127.5 127.5)", "#fff")
        );
        assert_eq!(between("#00000080", "#fff"), between("#7f7f7f", "#fff"));
    }

    #[test]
    fn what_is_not_a_colour_is_none() {
        for text in ["1rem", "#12", "rgb(1 2)", "oklch(0.5 0.1 200)", "none"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
    }
}
