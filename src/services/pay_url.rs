use web_sys::Url;

/// Whether a payment may be sent to an address: over https, or over http on this very machine.
#[must_use]
pub fn is_payable(url: &str) -> bool {
    Url::new(url).is_ok_and(|url| match url.protocol().as_str() {
        "https:" => true,
        "http:" => matches!(url.hostname().as_str(), "127.0.0.1" | "localhost" | "[::1]"),
        _ => false,
    })
}
