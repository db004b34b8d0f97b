use alloc::{borrow::Cow, string::String};

use serde::{Deserialize, Deserializer, de::Error as _};

/// The longest text of a signed document, in characters.
pub const MAX_TEXT_CHARS: usize = 4000;

/// Why a text may not stand in a signed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Over [`MAX_TEXT_CHARS`].
    #[error("the text is longer than {MAX_TEXT_CHARS} characters")]
    TooLong,
    /// A control, bidirectional or invisible character, which makes a text look like another.
    #[error("the text holds the invisible character U+{0:04X}")]
    Invisible(u32),
}

/// Refuses what makes a text look like another: controls other than a line feed, bidirectional marks (UAX #9), zero-width
/// and tag characters.
///
/// # Errors
/// [`TextError`].
pub fn check_text(text: &str) -> Result<(), TextError> {
    // A character takes four bytes at most: a short text is not counted.
    if text.len() > MAX_TEXT_CHARS && text.chars().count() > MAX_TEXT_CHARS {
        return Err(TextError::TooLong);
    }
    match text.chars().find(|c| is_invisible(*c)) {
        Some(found) => Err(TextError::Invisible(found.into())),
        None => Ok(()),
    }
}

fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// For `#[serde(deserialize_with)]`: a text that [`check_text`] accepts.
///
/// # Errors
/// The deserializer's, and [`TextError`].
pub fn deserialize_clean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    check_text(&text).map_err(D::Error::custom)?;
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_markup_and_lines_are_plain_text() {
        for text in [
            "Әңгіме үйі",
            "<img src=x onerror=alert(1)>",
            "a\nb",
            "45 000 ₸",
            "",
        ] {
            assert_eq!(check_text(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for text in [
            "a\u{202E}b",
            "a\u{200B}b",
            "\u{FEFF}a",
            "a\u{2066}b",
            "a\tb",
            "a\0",
            "a\u{E0041}",
        ] {
            assert!(
                matches!(check_text(text), Err(TextError::Invisible(_))),
                "{text:?}"
            );
        }
        assert_eq!(check_text(&"ә".repeat(MAX_TEXT_CHARS)), Ok(()));
        assert_eq!(
            check_text(&"ә".repeat(MAX_TEXT_CHARS + 1)),
            Err(TextError::TooLong)
        );
    }
}
