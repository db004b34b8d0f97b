//! The custom properties of `:root`, by theme.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::colour::Colour;

/// How the visitor wants pages to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Theme {
    dark: bool,
    pub(super) more_contrast: bool,
}

pub(super) const THEMES: [Theme; 4] = [
    Theme {
        dark: false,
        more_contrast: false,
    },
    Theme {
        dark: true,
        more_contrast: false,
    },
    Theme {
        dark: false,
        more_contrast: true,
    },
    Theme {
        dark: true,
        more_contrast: true,
    },
];

impl Theme {
    /// The theme's half of `light-dark(day, night)`; other values are the same by day and night.
    fn side(self, value: &str) -> &str {
        let Some(inside) = value
            .strip_prefix("light-dark(")
            .and_then(|rest| rest.strip_suffix(')'))
        else {
            return value;
        };
        let mut depth = 0_u32;
        let comma = inside.find(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            letter == ',' && depth == 0
        });
        match comma.map(|at| inside.split_at(at)) {
            Some((_, night)) if self.dark => night.trim_start_matches(',').trim(),
            Some((day, _)) => day.trim(),
            None => value,
        }
    }
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.dark { "dark" } else { "light" })?;
        f.write_str(if self.more_contrast { ", high contrast" } else { "" })
    }
}

/// One declaration with the conditions around it.
#[derive(Debug)]
struct Declaration {
    conditions: Vec<String>,
    name: String,
    value: String,
}

/// All custom properties of a style sheet.
#[derive(Debug)]
pub(super) struct Tokens(Vec<Declaration>);

impl Tokens {
    /// # Errors
    /// When a block or a colour is not understood: what cannot be read cannot be vouched for.
    pub(super) fn read(css: &str) -> Result<Self, String> {
        let mut declarations = Vec::new();
        let mut open: Vec<String> = Vec::new();
        let mut text = String::new();
        for part in without_comments(css).split_inclusive(['{', '}', ';']) {
            let (words, end) = part.split_at(part.len() - 1);
            text.push_str(words);
            match end {
                "{" => open.push(std::mem::take(&mut text).trim().to_owned()),
                ";" | "}" => {
                    if let Some((name, value)) = text
                        .trim()
                        .strip_prefix("--")
                        .and_then(|line| line.split_once(':'))
                    {
                        declarations.push(Declaration {
                            conditions: open.clone(),
                            name: name.trim().to_owned(),
                            value: value.trim().to_owned(),
                        });
                    }
                    text.clear();
                    if end == "}" && open.pop().is_none() {
                        return Err("a block is closed that was not opened".into());
                    }
                }
                _ => text.push_str(end),
            }
        }
        if !open.is_empty() {
            return Err(format!("`{}` is not closed", open.join(" ")));
        }
        let tokens = Self(declarations);
        match tokens.0.iter().find(|declaration| declaration.is_unreadable()) {
            None => Ok(tokens),
            Some(Declaration { name, value, .. }) => Err(format!(
                "--{name}: {value} is a colour in a notation unknown here"
            )),
        }
    }

    /// The names of those that are colours.
    pub(super) fn colours(&self) -> BTreeSet<String> {
        let values = self.values(THEMES[0]);
        let is_colour = |name: &&str| resolve(&values, name, THEMES[0], 0).is_some();
        values
            .keys()
            .copied()
            .filter(is_colour)
            .map(str::to_owned)
            .collect()
    }

    /// A colour as a theme has it.
    pub(super) fn colour(&self, theme: Theme, name: &str) -> Option<Colour> {
        resolve(&self.values(theme), name, theme, 0)
    }

    /// Later declarations win, as they do where all selectors are `:root`.
    fn values(&self, theme: Theme) -> BTreeMap<&str, &str> {
        let holding = self.0.iter().filter(|declaration| declaration.holds(theme));
        holding
            .map(|declaration| (declaration.name.as_str(), declaration.value.as_str()))
            .collect()
    }
}

fn resolve(values: &BTreeMap<&str, &str>, name: &str, theme: Theme, depth: u8) -> Option<Colour> {
    const DEEPEST: u8 = 8;
    let value = theme.side(values.get(name)?);
    let alias = value
        .strip_prefix("var(--")
        .and_then(|rest| rest.strip_suffix(')'));
    match alias {
        Some(other) if depth < DEEPEST => resolve(values, other.trim(), theme, depth + 1),
        Some(_) => None,
        None => Colour::read(value),
    }
}

impl Declaration {
    fn holds(&self, theme: Theme) -> bool {
        self.conditions.iter().all(|condition| {
            let Some(query) = condition.strip_prefix("@media") else {
                return condition == ":root";
            };
            query.split(" and ").all(|feature| match feature.trim() {
                "screen" => true,
                "(prefers-color-scheme: dark)" => theme.dark,
                "(prefers-color-scheme: light)" => !theme.dark,
                "(prefers-contrast: more)" => theme.more_contrast,
                // Sizes, print, forced colours: other looks than these four.
                _ => false,
            })
        })
    }

    fn is_unreadable(&self) -> bool {
        const NOTATIONS: [&str; 11] = [
            "#", "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color",
        ];
        THEMES.iter().any(|theme| {
            let value = theme.side(&self.value);
            NOTATIONS.iter().any(|start| value.starts_with(start)) && Colour::read(value).is_none()
        })
    }
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_override_in_order_and_names_lead_on() {
        let css = ":root { --a: #000; --b: var(--a); /* --a: #111; */ }
            @media (prefers-color-scheme: dark) { :root { --a: #fff; --c: 1px } }
            @media print { :root { --a: #888 } }";
        let tokens = Tokens::read(css).unwrap();
        let read = |text| Colour::read(text);
        assert_eq!(tokens.colour(THEMES[0], "b"), read("#000"));
        assert_eq!(tokens.colour(THEMES[1], "b"), read("#fff"));
        assert_eq!(tokens.colours().len(), 2);
    }

    #[test]
    fn day_and_night_may_stand_in_one_line() {
        let tokens = Tokens::read(
            ":root { --a: light-dark(rgb(1, 2, 3), #fff); --shadow: light-dark(0 1px #000, none), 0 0 #000; }",
        )
        .unwrap();
        assert_eq!(tokens.colour(THEMES[0], "a"), Colour::read("rgb(1 2 3)"));
        assert_eq!(tokens.colour(THEMES[3], "a"), Colour::read("#fff"));
        assert_eq!(tokens.colours().len(), 1);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        assert!(
            Tokens::read(":root { --a: oklch(1 0 0) }")
                .unwrap_err()
                .contains("oklch")
        );
        assert!(Tokens::read(":root { --a: #000;").is_err());
        assert!(Tokens::read("}").is_err());
    }

    #[test]
    fn a_ring_of_names_ends() {
        let tokens = Tokens::read(":root { --a: var(--b); --b: var(--a); }").unwrap();
        assert!(tokens.colours().is_empty());
    }
}
