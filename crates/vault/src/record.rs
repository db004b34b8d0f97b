use alloc::{string::String, vec::Vec};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, sha256_digest};

use crate::KdfParameters;

/// The format this version writes.
pub(crate) const FORMAT: u32 = 1;

/// A public account of the vault, known without unlocking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry {
    /// Number in the derivation path.
    pub index: u32,
    /// Its address.
    pub address: Address,
}

/// The data key, wrapped by a key from the password. Byte fields are base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordWrap {
    /// Argon2id parameters.
    pub kdf: KdfParameters,
    /// 16 bytes.
    pub salt: String,
    /// 24 bytes.
    pub nonce: String,
    /// 48 bytes.
    pub wrapped: String,
}

/// The vault as it is stored. Byte fields are base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultRecord {
    /// Version of this layout.
    pub format: u32,
    /// 16 random bytes that name the vault.
    pub id: String,
    /// Grows with every write.
    pub generation: u64,
    /// Public accounts.
    pub accounts: Vec<AccountEntry>,
    /// The password's wrap of the data key.
    pub password: PasswordWrap,
    /// 24 bytes.
    pub nonce: String,
    /// The secrets.
    pub ciphertext: String,
    /// SHA-256 of all of the above, to tell damage from a wrong password.
    pub checksum: B256,
}

/// Why a stored record cannot be used, before any password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Written by a newer version of the wallet.
    #[error("the vault has format {0}, newer than this wallet")]
    NewerFormat(u32),
    /// The bytes are not those that were written.
    #[error("the stored vault is damaged")]
    Damaged,
}

impl VaultRecord {
    /// Checks format and checksum.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn check(&self) -> Result<(), RecordError> {
        if self.format > FORMAT {
            return Err(RecordError::NewerFormat(self.format));
        }
        if self.checksum == self.compute_checksum() {
            Ok(())
        } else {
            Err(RecordError::Damaged)
        }
    }

    pub(crate) fn compute_checksum(&self) -> B256 {
        let bare = Self {
            checksum: B256::ZERO,
            ..self.clone()
        };
        sha256_digest(&to_json(&bare)).to_b256()
    }

    /// What the wrap is bound to: format, vault, parameters, salt.
    pub(crate) fn wrap_aad(&self) -> Vec<u8> {
        to_json(&(
            "cryptocity/vault/wrap/1",
            self.format,
            &self.id,
            self.password.kdf,
            &self.password.salt,
        ))
    }

    /// What the secrets are bound to: format, vault, generation, accounts.
    pub(crate) fn secrets_aad(&self) -> Vec<u8> {
        to_json(&(
            "cryptocity/vault/secrets/1",
            self.format,
            &self.id,
            self.generation,
            &self.accounts,
        ))
    }
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Result<Vec<u8>, RecordError> {
    STANDARD.decode(text).map_err(|_| RecordError::Damaged)
}

pub(crate) fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], RecordError> {
    decode(text)?.try_into().map_err(|_| RecordError::Damaged)
}

fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("numbers, strings and lists have a JSON form")
}
