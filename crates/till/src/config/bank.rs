//! Where merchants' tenge go.

use serde::{Deserialize, Deserializer, de::Error as _};
use zone::Bin;

/// A merchant's account at a bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutAccount {
    /// The merchant, as in its certificate.
    pub merchant_id: String,
    /// Whose account it is.
    pub beneficiary: String,
    /// Business identification number.
    pub bin: Bin,
    /// The account.
    #[serde(deserialize_with = "iban")]
    pub iban: String,
}

fn iban<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text: String = String::deserialize(deserializer)?.replace(' ', "");
    if is_iban(&text) {
        Ok(text)
    } else {
        Err(D::Error::custom("not an IBAN of Kazakhstan"))
    }
}

/// KZ, two check digits, three digits of the bank, thirteen signs (ISO 13616): 20 signs whose remainder by 97 is 1.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        // The example of the ISO registry for Kazakhstan.
        assert!(is_iban("KZ86125KZT5004100100"));
        for wrong in [
            "KZ87125KZT5004100100",
            "KZ86125KZT500410010",
            "kz86125KZT5004100100",
            "DE86125KZT5004100100",
            "",
        ] {
            assert!(!is_iban(wrong), "{wrong}");
        }
    }
}
