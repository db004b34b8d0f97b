use alloc::string::String;
use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The optional BIP-39 passphrase, in NFKD. Another passphrase is another wallet: none is ever "wrong".
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

/// Why text is not a passphrase.
#[cfg(feature = "all-words")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Nothing was typed.
    #[error("the passphrase is empty")]
    Empty,
    /// More than 1024 bytes in NFKD.
    #[error("the passphrase is too long")]
    TooLong,
}

const LONGEST: usize = 1024;

impl Passphrase {
    /// Takes typed text. Spaces and case count.
    ///
    /// # Errors
    /// [`PassphraseError`].
    #[cfg(feature = "all-words")]
    pub fn new(typed: &str) -> Result<Self, PassphraseError> {
        use unicode_normalization::UnicodeNormalization as _;
        if typed.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if typed.len() > LONGEST {
            return Err(PassphraseError::TooLong);
        }
        let mut normal = Self(String::with_capacity(typed.len() * 4));
        normal.0.extend(typed.nfkd());
        if normal.0.len() > LONGEST {
            return Err(PassphraseError::TooLong);
        }
        Ok(normal)
    }

    /// Takes back what was sealed, which is in NFKD already.
    #[must_use]
    pub fn from_sealed(bytes: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(bytes).ok()?;
        (!text.is_empty() && text.len() <= LONGEST).then(|| Self(String::from(text)))
    }

    /// The text in NFKD.
    ///
    /// # Security
    /// For sealing in the vault and for showing to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(all(test, feature = "all-words"))]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    #[test]
    fn one_text_in_two_forms_is_one_passphrase_and_spaces_count() {
        let (composed, decomposed) = (
            Passphrase::new("\u{e9}t\u{e9}").unwrap(),
            Passphrase::new("e\u{301}te\u{301}").unwrap(),
        );
        assert_eq!(composed.expose(), decomposed.expose());
        assert_ne!(Passphrase::new("a ").unwrap().expose(), "a");
        assert_eq!(Passphrase::new("").unwrap_err(), PassphraseError::Empty);
        assert_eq!(
            Passphrase::new(&"x".to_string().repeat(1025)).unwrap_err(),
            PassphraseError::TooLong
        );
        assert_eq!(format!("{composed:?}"), "Passphrase(…)");
    }
}
