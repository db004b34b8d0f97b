use core::fmt;

use alloy_primitives::{Address, B256, hex, keccak256};
use k256::ecdsa::VerifyingKey;

use crate::sha256_digest;

/// Why bytes are not a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a secp256k1 public key")]
pub struct PublicKeyError;

/// A secp256k1 public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads SEC1 bytes, compressed (33) or not (65).
    ///
    /// # Errors
    /// [`PublicKeyError`].
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, PublicKeyError> {
        VerifyingKey::from_sec1_bytes(bytes)
            .map(Self)
            .map_err(|_| PublicKeyError)
    }

    /// Reads 66 hex digits of the compressed form.
    ///
    /// # Errors
    /// [`PublicKeyError`].
    pub fn from_hex(text: &str) -> Result<Self, PublicKeyError> {
        let mut bytes = [0; 33];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| PublicKeyError)?;
        Self::from_sec1(&bytes)
    }

    /// The compressed form, 33 bytes.
    #[must_use]
    pub fn to_compressed(&self) -> [u8; 33] {
        let mut bytes = [0; 33];
        bytes.copy_from_slice(self.0.to_sec1_point(true).as_bytes());
        bytes
    }

    /// The compressed form as 66 hex digits.
    #[must_use]
    pub fn to_hex(&self) -> alloc::string::String {
        hex::encode(self.to_compressed())
    }

    /// The key id of a DSSE envelope: SHA-256 of the compressed form.
    #[must_use]
    pub fn key_id(&self) -> B256 {
        sha256_digest(&self.to_compressed()).to_b256()
    }

    /// The Ethereum address: the last 20 bytes of keccak256 of x ‖ y.
    #[must_use]
    pub fn to_address(&self) -> Address {
        let point = self.0.to_sec1_point(false);
        Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..])
    }

    pub(crate) const fn as_verifying_key(&self) -> &VerifyingKey {
        &self.0
    }
}

impl From<VerifyingKey> for PublicKey {
    fn from(key: VerifyingKey) -> Self {
        Self(key)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", hex::encode(self.to_compressed()))
    }
}
