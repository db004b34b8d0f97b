use alloc::{string::String, vec::Vec};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, sha256_digest};

use crate::{
    record_v1::RecordV1,
    wrap::{PasskeyWrap, Wrap},
};

/// The format this version writes.
pub(crate) const FORMAT: u32 = 2;

/// Where the key of an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AccountOrigin {
    /// `m/44'/60'/0'/0/index` of a phrase.
    Words {
        /// Which source.
        source: u32,
        /// Last number of the path.
        index: u32,
    },
    /// An imported key.
    PrivateKey {
        /// Which source.
        source: u32,
    },
    /// No key here: an address that is only looked at.
    Watch,
}

/// A public account of the vault, known without unlocking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEntry {
    /// Names the account in this vault for good; not its place in the list.
    pub number: u32,
    /// Its address.
    pub address: Address,
    /// Where its key comes from.
    pub origin: AccountOrigin,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Not shown, but kept.
    pub hidden: bool,
}

/// What kind of secret a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceKind {
    /// A recovery phrase.
    Words,
    /// An imported private key.
    PrivateKey,
}

/// A source of keys, as far as it is known without unlocking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceEntry {
    /// Names the source in this vault for good.
    pub number: u32,
    /// What it is.
    pub kind: SourceKind,
    /// When its owner last proved to have it written down, unix seconds.
    pub proven_at: Option<u64>,
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
    /// Public sources.
    pub sources: Vec<SourceEntry>,
    /// Public accounts, in their owner's order.
    pub accounts: Vec<AccountEntry>,
    /// The data key, wrapped once for each way to unlock.
    pub wraps: Vec<Wrap>,
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

#[derive(Deserialize)]
struct AnyFormat {
    format: u32,
}

impl VaultRecord {
    /// Reads stored text of any format so far and checks it. Text that differs from what was written in a single byte
    /// is damaged.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let AnyFormat { format } = json::from_slice(text.as_bytes()).map_err(|_| RecordError::Damaged)?;
        match format {
            1 => RecordV1::parse(text),
            FORMAT => {
                let record: Self = json::from_slice(text.as_bytes()).map_err(|_| RecordError::Damaged)?;
                // Also against a hex digit in another case, or a field nobody knows.
                if record.checksum == record.compute_checksum() && record.to_text() == text {
                    Ok(record)
                } else {
                    Err(RecordError::Damaged)
                }
            }
            newer if newer > FORMAT => Err(RecordError::NewerFormat(newer)),
            _ => Err(RecordError::Damaged),
        }
    }

    /// The first of stored texts, newest first, that can be used; `None` when nothing is stored.
    ///
    /// # Errors
    /// That of the newest, when none can be used; always, when a newer wallet wrote it.
    pub fn newest<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Option<Self>, RecordError> {
        let mut first_error = None;
        for text in texts {
            match Self::parse(text) {
                Ok(record) => return Ok(Some(record)),
                // An older wallet must not fall back past what a newer one wrote.
                Err(error @ RecordError::NewerFormat(_)) => return Err(error),
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        first_error.map_or(Ok(None), Err)
    }

    /// The text to store.
    ///
    /// # Panics
    /// Never: JSON is text.
    #[must_use]
    pub fn to_text(&self) -> String {
        String::from_utf8(to_json(self)).expect("JSON is text")
    }

    /// The passkeys that open it.
    pub fn passkeys(&self) -> impl Iterator<Item = &PasskeyWrap> {
        self.wraps.iter().filter_map(Wrap::as_passkey)
    }

    pub(crate) fn compute_checksum(&self) -> B256 {
        let bare = Self {
            checksum: B256::ZERO,
            ..self.clone()
        };
        sha256_digest(&to_json(&bare)).to_b256()
    }

    /// What the secrets are bound to: everything else in the record.
    pub(crate) fn secrets_aad(&self) -> Vec<u8> {
        if self.format == 1 {
            return RecordV1::secrets_aad(self);
        }
        to_json(&(
            "cryptocity/vault/secrets/2",
            self.format,
            &self.id,
            self.generation,
            &self.sources,
            &self.accounts,
            &self.wraps,
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

pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    json::to_vec(value).expect("numbers, strings and lists have a JSON form")
}
