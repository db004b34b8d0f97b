use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::OpenKeystoreError;

#[derive(Serialize, Deserialize)]
pub(super) struct Keystore {
    pub(super) version: u32,
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) address: Option<String>,
    /// Some wallets wrote it with a capital letter.
    #[serde(alias = "Crypto")]
    pub(super) crypto: Crypto,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Crypto {
    pub(super) cipher: String,
    pub(super) cipherparams: CipherParams,
    pub(super) ciphertext: String,
    pub(super) kdf: String,
    pub(super) kdfparams: Value,
    pub(super) mac: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CipherParams {
    #[serde(default)]
    pub(super) iv: String,
}

pub(super) fn hex_bytes(text: &str) -> Result<Vec<u8>, OpenKeystoreError> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode(digits).map_err(|_| OpenKeystoreError::NotAKeystore)
}

pub(super) fn hex_array<const N: usize>(text: &str) -> Result<[u8; N], OpenKeystoreError> {
    hex_bytes(text)?
        .try_into()
        .map_err(|_| OpenKeystoreError::NotAKeystore)
}
