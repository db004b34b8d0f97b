use alloc::{
    format,
    string::{String, ToString as _},
};
use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The text is no IBAN of Kazakhstan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an IBAN of Kazakhstan")]
pub struct ParseIbanError;

/// An account at a bank of Kazakhstan: KZ, two check digits, three digits of the bank, thirteen signs (ISO 13616).
/// Never printed whole by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// All of it, without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is shown: country and last four signs.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("KZ•• •••• •••• •••• {}", self.ending())
    }

    /// The last four signs.
    #[must_use]
    pub fn ending(&self) -> &str {
        self.0.get(16..).unwrap_or_default()
    }
}

impl FromStr for Iban {
    type Err = ParseIbanError;

    /// Spaces and small letters are as people type them.
    fn from_str(text: &str) -> Result<Self, ParseIbanError> {
        let text: String = text
            .chars()
            .filter(|sign| !sign.is_whitespace())
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        if is_iban(&text) {
            Ok(Self(text))
        } else {
            Err(ParseIbanError)
        }
    }
}

/// 20 signs whose remainder by 97 is 1.
fn is_iban(text: &str) -> bool {
    let form = text.len() == 20
        && text.starts_with("KZ")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let (head, tail) = text.as_bytes().split_at(text.len().min(4));
    let remainder = tail.iter().chain(head).fold(0u32, |rest, byte| {
        let digit = char::from(*byte).to_digit(36).unwrap_or(0);
        let shift = if digit > 9 { 100 } else { 10 };
        (rest * shift + digit) % 97
    });
    form && remainder == 1
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban(…{})", self.ending())
    }
}

impl Serialize for Iban {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Iban {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|error: ParseIbanError| D::Error::custom(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        // The example of the ISO registry for Kazakhstan.
        let iban: Iban = "kz86 125K ZT50 0410 0100".parse().unwrap();
        assert_eq!(iban.as_str(), "KZ86125KZT5004100100");
        assert_eq!(iban.masked(), "KZ•• •••• •••• •••• 0100");
        assert_eq!(format!("{iban:?}"), "Iban(…0100)");
        for wrong in [
            "KZ87125KZT5004100100",
            "KZ86125KZT500410010",
            "DE86125KZT5004100100",
            "ҚЗ86125KZT5004100100",
            "",
        ] {
            assert!(wrong.parse::<Iban>().is_err(), "{wrong}");
        }
    }
}
