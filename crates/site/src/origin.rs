use std::{fmt, str::FromStr};

/// Why a text is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an origin such as https://example.kz or http://127.0.0.1:8545: {0:?}")]
pub struct ParseOriginError(String);

/// A web origin: scheme, host and port. Safe to stand in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = ParseOriginError;

    fn from_str(text: &str) -> Result<Self, ParseOriginError> {
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        // A semicolon, a comma or a space would begin another directive or source.
        let plain = |host: &str| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
        };
        match host {
            Some(host) if !host.is_empty() && plain(host) => Ok(Self(text.to_owned())),
            _ => Err(ParseOriginError(text.to_owned())),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_and_everything_else_is_refused() {
        for text in [
            "https://till.example.kz",
            "http://127.0.0.1:8545",
            "http://[::1]:80",
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "https://",
            "ftp://a",
            "https://a/b",
            "https://a; script-src *",
            "https://a *",
            "a.kz",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
