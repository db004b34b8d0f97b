use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not a BIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a business identification number: {0:?}")]
pub struct ParseBinError(String);

/// A Kazakh business identification number (БСН / БИН): 12 digits, the last one a checksum
/// (Law of the Republic of Kazakhstan No. 223 of 12 January 2007).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bin([u8; 12]);

impl FromStr for Bin {
    type Err = ParseBinError;

    fn from_str(text: &str) -> Result<Self, ParseBinError> {
        let refuse = || ParseBinError(text.into());
        let bytes: [u8; 12] = text.as_bytes().try_into().map_err(|_| refuse())?;
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(refuse());
        }
        let digits = bytes.map(|byte| byte - b'0');
        if check_digit(&digits) == Some(digits[11]) {
            Ok(Self(bytes))
        } else {
            Err(refuse())
        }
    }
}

/// Weights 1…11; where that gives 10, weights 3…11, 1, 2; where that gives 10 too, the number is never issued.
fn check_digit(digits: &[u8; 12]) -> Option<u8> {
    let sum = |first: u16| -> u16 {
        digits[..11]
            .iter()
            .zip(0u16..)
            .map(|(digit, place)| u16::from(*digit) * ((place + first) % 11 + 1))
            .sum()
    };
    [0, 2]
        .into_iter()
        .map(|first| sum(first) % 11)
        .find(|rest| *rest < 10)
        .and_then(|rest| u8::try_from(rest).ok())
}

impl fmt::Display for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| fmt::Write::write_char(f, char::from(*byte)))
    }
}

impl Serialize for Bin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Bin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_and_made_up_numbers_pass() {
        for text in [
            "971240001315",
            "940140000385",
            "080841000761",
            "260940000014",
            "260940000507",
        ] {
            assert_eq!(text.parse::<Bin>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_wrong_digit_and_unissuable_numbers_are_refused() {
        for text in [
            "971240001316",
            "97124000131",
            "9712400013155",
            "97124000131x",
            "260940000570",
            "",
        ] {
            assert!(text.parse::<Bin>().is_err(), "{text}");
        }
    }
}
