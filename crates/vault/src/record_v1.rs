//! The first format: one phrase without a passphrase, one password. Read only; the next write makes it the present one.

use alloc::{string::String, vec, vec::Vec};

use serde::{Deserialize, Serialize};
use sig::{Address, B256, sha256_digest};

use crate::{
    KdfParameters,
    record::{AccountEntry, AccountOrigin, RecordError, SourceEntry, SourceKind, VaultRecord, to_json},
    wrap::{PasswordWrap, Wrap},
};

#[derive(Clone, Serialize, Deserialize)]
struct AccountV1 {
    index: u32,
    address: Address,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PasswordV1 {
    kdf: KdfParameters,
    salt: String,
    nonce: String,
    wrapped: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordV1 {
    format: u32,
    id: String,
    generation: u64,
    accounts: Vec<AccountV1>,
    password: PasswordV1,
    nonce: String,
    ciphertext: String,
    checksum: B256,
}

/// The number of the only source.
pub(crate) const ONLY_SOURCE: u32 = 0;

impl RecordV1 {
    pub(crate) fn parse(text: &str) -> Result<VaultRecord, RecordError> {
        let record: Self = json::from_slice(text.as_bytes()).map_err(|_| RecordError::Damaged)?;
        let bare = Self {
            checksum: B256::ZERO,
            ..record.clone()
        };
        let intact = sha256_digest(&to_json(&bare)).to_b256() == record.checksum;
        if !intact || to_json(&record) != text.as_bytes() {
            return Err(RecordError::Damaged);
        }
        Ok(VaultRecord {
            format: record.format,
            id: record.id,
            generation: record.generation,
            sources: vec![SourceEntry {
                number: ONLY_SOURCE,
                kind: SourceKind::Words,
                proven_at: None,
            }],
            accounts: record
                .accounts
                .into_iter()
                .map(|account| AccountEntry {
                    number: account.index,
                    address: account.address,
                    origin: AccountOrigin::Words {
                        source: ONLY_SOURCE,
                        index: account.index,
                    },
                    name: None,
                    hidden: false,
                })
                .collect(),
            wraps: vec![Wrap::Password(PasswordWrap {
                version: 1,
                kdf: record.password.kdf,
                salt: record.password.salt,
                nonce: record.password.nonce,
                wrapped: record.password.wrapped,
            })],
            nonce: record.nonce,
            ciphertext: record.ciphertext,
            checksum: record.checksum,
        })
    }

    pub(crate) fn secrets_aad(record: &VaultRecord) -> Vec<u8> {
        let accounts: Vec<AccountV1> = record
            .accounts
            .iter()
            .map(|account| AccountV1 {
                index: account.number,
                address: account.address,
            })
            .collect();
        to_json(&(
            "cryptocity/vault/secrets/1",
            record.format,
            &record.id,
            record.generation,
            &accounts,
        ))
    }
}
