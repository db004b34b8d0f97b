use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// A text as a square of black and white, with the quiet zone the standard asks for. Nothing when the text is too long
/// for any square (about 2900 bytes).
#[component]
pub fn Qr(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    move || {
        let code = QrCode::encode_text(&text.get(), QrCodeEcc::Medium).ok()?;
        let size = code.size();
        Some(view! {
            <div class="qr">
                <svg viewBox=format!("-4 -4 {0} {0}", size + 8) role="img" aria-label=label.get() shape-rendering="crispEdges">
                    <path fill="currentcolor" d=path(&code) />
                </svg>
            </div>
        })
    }
}

/// Runs of black in each line, as one path.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
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
    fn the_path_is_as_black_as_the_code() {
        let code = QrCode::encode_text("CryptoCity", QrCodeEcc::Medium).unwrap();
        let black = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let drawn: usize = path(&code)
            .split('h')
            .skip(1)
            .map(|run| run.split('v').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, black);
    }
}
