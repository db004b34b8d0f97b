use alloc::{boxed::Box, string::String};
use core::fmt;

use k256::ecdsa::SigningKey;
use sig::Address;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::AccountKey;

/// Why text is not a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParsePrivateKeyError {
    /// Not 64 hex digits, with or without `0x`.
    #[error("a private key has 64 hex digits")]
    Format,
    /// 32 bytes, but zero or not below the order of the curve.
    #[error("these bytes are not a key of this curve")]
    Range,
}

/// An imported private key: 32 bytes, leading zeros kept.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct PrivateKey(Box<[u8; 32]>);

impl PrivateKey {
    /// Reads 64 hex digits; `0x` in front and spaces around are allowed.
    ///
    /// # Errors
    /// [`ParsePrivateKeyError`].
    pub fn parse(typed: &str) -> Result<Self, ParsePrivateKeyError> {
        let text = typed.trim();
        let digits = text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(text)
            .as_bytes();
        if digits.len() != 64 {
            return Err(ParsePrivateKeyError::Format);
        }
        let mut key = Self(Box::new([0; 32]));
        for (byte, pair) in key.0.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                *byte = *byte << 4 | hex_digit(*digit).ok_or(ParsePrivateKeyError::Format)?;
            }
        }
        key.checked()
    }

    /// Takes big-endian bytes, 1 to 32 of them: shorter ones are padded on the left, as some keystore files need.
    ///
    /// # Errors
    /// [`ParsePrivateKeyError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ParsePrivateKeyError> {
        let start = 32_usize
            .checked_sub(bytes.len())
            .ok_or(ParsePrivateKeyError::Format)?;
        if bytes.is_empty() {
            return Err(ParsePrivateKeyError::Format);
        }
        let mut key = Self(Box::new([0; 32]));
        for (byte, given) in key.0.iter_mut().skip(start).zip(bytes) {
            *byte = *given;
        }
        key.checked()
    }

    pub(crate) fn of(key: &SigningKey) -> Self {
        let mut bytes = key.to_bytes();
        let mut owned = Self(Box::new([0; 32]));
        owned.0.copy_from_slice(&bytes);
        bytes.zeroize();
        owned
    }

    fn checked(self) -> Result<Self, ParsePrivateKeyError> {
        match SigningKey::from_slice(self.0.as_ref()) {
            Ok(_) => Ok(self),
            Err(_) => Err(ParsePrivateKeyError::Range),
        }
    }

    /// The key, ready to sign.
    ///
    /// # Panics
    /// Never: every constructor has checked the bytes.
    #[must_use]
    pub fn to_account_key(&self) -> AccountKey {
        AccountKey::of(SigningKey::from_slice(self.0.as_ref()).expect("checked when it was made"))
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> Address {
        sig::Signer::address(&self.to_account_key())
    }

    /// The 32 bytes.
    ///
    /// # Security
    /// Equal to the account itself. For sealing and for a keystore.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `0x` and 64 hex digits.
    ///
    /// # Security
    /// For showing to its owner. The caller wipes every copy it makes.
    #[must_use]
    pub fn expose_hex(&self) -> Zeroizing<String> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new(String::with_capacity(66));
        text.push_str("0x");
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from(DIGITS[usize::from(nibble)]));
            }
        }
        text
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    #[test]
    fn keys_at_both_ends_of_the_range() {
        let one = PrivateKey::parse(&format!("{:064x}", 1)).unwrap();
        assert_eq!(
            one.address().to_string(),
            "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
        );
        assert_eq!(
            PrivateKey::from_bytes(&[1]).unwrap().expose_bytes(),
            one.expose_bytes()
        );
        let last = format!("0X{ORDER}").replace("8cd0364141", "8cd0364140");
        let last = PrivateKey::parse(&last).unwrap();
        assert_eq!(
            last.address().to_string(),
            "0x80C0dbf239224071c59dD8970ab9d542E3414aB2"
        );
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        let error = |text: &str| PrivateKey::parse(text).unwrap_err();
        assert_eq!(error(&"0".repeat(64)), ParsePrivateKeyError::Range);
        assert_eq!(error(ORDER), ParsePrivateKeyError::Range);
        assert_eq!(error(&"f".repeat(64)), ParsePrivateKeyError::Range);
        for text in ["", "0x", "12", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64)] {
            assert_eq!(error(text), ParsePrivateKeyError::Format, "{text}");
        }
        assert_eq!(
            PrivateKey::from_bytes(&[]).unwrap_err(),
            ParsePrivateKeyError::Format
        );
        assert_eq!(
            PrivateKey::from_bytes(&[1; 33]).unwrap_err(),
            ParsePrivateKeyError::Format
        );
    }

    #[test]
    fn shown_as_typed_and_never_by_debug() {
        let text = format!("0x{:064x}", 0xabcd);
        let key = PrivateKey::parse(&format!(" {text}\n")).unwrap();
        assert_eq!(*key.expose_hex(), text);
        assert_eq!(format!("{key:?}"), "PrivateKey(…)");
    }
}
