use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};

/// A text as a square of black and white with the quiet zone the standard asks for; nothing when no square holds it.
pub(super) fn qr(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size() + 8;
    Some(html! {
        div.qr {
            svg viewBox={ "-4 -4 " (size) " " (size) } role="img" aria-label=(label) shape-rendering="crispEdges" {
                path fill="currentcolor" d=(path(&code)) {}
            }
        }
    })
}

/// The dark squares of each line, runs together.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                path.push_str(&format!("M{start} {y}h{}v1H{start}z", x - start));
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_square_is_drawn_and_too_long_texts_are_not() {
        let code = QrCode::encode_text("https://till.example/o/0x00", QrCodeEcc::Medium).unwrap();
        let squares = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = squares.filter(|(x, y)| code.get_module(*x, *y)).count();
        let runs = path(&code);
        let drawn = runs
            .split('h')
            .skip(1)
            .filter_map(|run| run.split('v').next()?.parse::<usize>().ok());
        assert_eq!(drawn.sum::<usize>(), dark);
        assert!(qr(&"x".repeat(3000), "").is_none());
    }
}
