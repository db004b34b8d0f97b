use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

use alloy_primitives::{Address, hex};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Digest, PublicKey};

/// Why 65 bytes are not a signature, or not one over this digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not 65 bytes of hex with 0x.
    #[error("a signature is 65 bytes of hex")]
    Length,
    /// `v` is neither 27 nor 28.
    #[error("the recovery value must be 27 or 28")]
    RecoveryValue,
    /// r or s is zero or not below the group order.
    #[error("r or s is out of range")]
    OutOfRange,
    /// s is in the upper half: the same signature in another form (EIP-2).
    #[error("s is in the upper half of the group order")]
    HighS,
    /// No public key fits.
    #[error("no key recovers from this signature")]
    Unrecoverable,
}

/// A recoverable secp256k1 signature: r ‖ s ‖ v, 65 bytes, low-s, v in {27, 28}. On wires 0x-hex.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EvmSignature {
    signature: Signature,
    recovery: RecoveryId,
}

impl EvmSignature {
    /// Takes what a signer made.
    ///
    /// # Errors
    /// [`SignatureError`] for high-s and for recovery ids that Ethereum does not know.
    pub fn new(signature: Signature, recovery: RecoveryId) -> Result<Self, SignatureError> {
        if recovery.is_x_reduced() {
            return Err(SignatureError::RecoveryValue);
        }
        if signature.normalize_s() != signature {
            return Err(SignatureError::HighS);
        }
        Ok(Self { signature, recovery })
    }

    /// Reads r ‖ s ‖ v.
    ///
    /// # Errors
    /// [`SignatureError`] naming what is wrong.
    pub fn from_bytes(bytes: &[u8; 65]) -> Result<Self, SignatureError> {
        let (scalars, v) = (&bytes[..64], bytes[64]);
        let recovery = match v {
            27 => RecoveryId::new(false, false),
            28 => RecoveryId::new(true, false),
            _ => return Err(SignatureError::RecoveryValue),
        };
        let signature = Signature::from_slice(scalars).map_err(|_| SignatureError::OutOfRange)?;
        Self::new(signature, recovery)
    }

    /// r ‖ s ‖ v.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        bytes[..64].copy_from_slice(&self.signature.to_bytes());
        bytes[64] = self.v();
        bytes
    }

    /// The recovery value, 27 or 28.
    #[must_use]
    pub fn v(&self) -> u8 {
        27 + u8::from(self.recovery.is_y_odd())
    }

    /// Whether y of the nonce point is odd, as EIP-1559 transactions write it.
    #[must_use]
    pub const fn y_parity(&self) -> bool {
        self.recovery.is_y_odd()
    }

    /// r and s, 32 bytes each.
    #[must_use]
    pub fn r_s(&self) -> ([u8; 32], [u8; 32]) {
        let (r, s) = self.signature.split_bytes();
        (r.into(), s.into())
    }

    /// The address that signed the digest.
    ///
    /// # Errors
    /// [`SignatureError::Unrecoverable`].
    pub fn recover(&self, digest: &Digest) -> Result<Address, SignatureError> {
        VerifyingKey::recover_from_prehash(digest.as_bytes(), &self.signature, self.recovery)
            .map(|key| PublicKey::from(key).to_address())
            .map_err(|_| SignatureError::Unrecoverable)
    }
}

impl fmt::Debug for EvmSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EvmSignature({self})")
    }
}

impl fmt::Display for EvmSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode_prefixed(self.to_bytes()))
    }
}

impl FromStr for EvmSignature {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let digits = text.strip_prefix("0x").ok_or(SignatureError::Length)?;
        let mut bytes = [0; 65];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| SignatureError::Length)?;
        Self::from_bytes(&bytes)
    }
}

impl Serialize for EvmSignature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for EvmSignature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{U256, uint};
    use k256::ecdsa::SigningKey;
    use proptest::prelude::*;

    use super::*;
    use crate::{Signer, personal_message_digest};

    const ORDER: U256 = uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

    fn key(seed: u64) -> SigningKey {
        let mut bytes = [0; 32];
        bytes[24..].copy_from_slice(&seed.to_be_bytes());
        SigningKey::from_slice(&bytes).unwrap()
    }

    #[test]
    fn the_mirrored_signature_is_refused() {
        let digest = personal_message_digest(b"pay");
        let mut bytes = key(7).sign(&digest).to_bytes();
        let s = U256::from_be_slice(&bytes[32..64]);
        bytes[32..64].copy_from_slice(&(ORDER - s).to_be_bytes::<32>());
        bytes[64] = 55 - bytes[64];
        assert_eq!(EvmSignature::from_bytes(&bytes), Err(SignatureError::HighS));
    }

    #[test]
    fn odd_forms_are_refused() {
        let mut bytes = key(7).sign(&personal_message_digest(b"pay")).to_bytes();
        bytes[64] = 0;
        assert_eq!(
            EvmSignature::from_bytes(&bytes),
            Err(SignatureError::RecoveryValue)
        );
        bytes[64] = 27;
        bytes[..32].fill(0);
        assert_eq!(EvmSignature::from_bytes(&bytes), Err(SignatureError::OutOfRange));
        assert_eq!("0x1234".parse::<EvmSignature>(), Err(SignatureError::Length));
        assert_eq!("сигнатура".parse::<EvmSignature>(), Err(SignatureError::Length));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_signer_recovers_and_the_text_round_trips(seed in 1u64.., message: Vec<u8>) {
            let (key, digest) = (key(seed), personal_message_digest(&message));
            let signature = key.sign(&digest);
            prop_assert_eq!(signature.recover(&digest), Ok(key.address()));
            prop_assert_eq!(signature.to_string().parse(), Ok(signature));
        }
    }

    extern crate std;
    use std::vec::Vec;
}
