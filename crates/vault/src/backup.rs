//! The encrypted backup file: a vault record of its own, with its own data key and one password, in an envelope that says
//! what it is. Version 1; every later wallet reads it.

use alloc::{boxed::Box, string::String, vec};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    KdfParameters, Password, RandomPort, RecordError, SealVaultError, UnlockVaultError, UnlockedVault,
    VaultDraft, VaultRecord,
    cipher::DataKey,
    random::make_bytes,
    record::encode,
    secrets::{decode_sources, encode_sources},
    unlock_vault,
    wrap::{PasswordWrap, Wrap},
};

const VERSION: u32 = 1;
const LARGEST: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
struct Envelope {
    #[serde(rename = "cryptocityBackup")]
    version: u32,
    vault: Box<RawValue>,
}

/// Why a backup file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenBackupError {
    /// Not such a file, or larger than any.
    #[error("this is not a backup file")]
    NotABackup,
    /// A newer wallet wrote it.
    #[error("the backup has version {0}, newer than this wallet")]
    Newer(u32),
    /// Damage, a wrong password, or no memory.
    #[error(transparent)]
    Unlock(#[from] UnlockVaultError),
}

/// Writes the backup of an open vault: all sources and accounts with their names, no passkeys.
///
/// # Errors
/// [`SealVaultError`].
///
/// # Panics
/// Never: what was encoded here has the form that is read here.
pub fn write_backup(
    vault: &UnlockedVault,
    password: &Password,
    kdf: KdfParameters,
    random: &impl RandomPort,
) -> Result<String, SealVaultError> {
    let mut data_key = DataKey(Box::new([0; 32]));
    random.fill(data_key.0.as_mut())?;
    let id: [u8; 16] = make_bytes(random)?;
    let mut copy = UnlockedVault {
        id: encode(&id),
        generation: 0,
        entries: vault.entries.clone(),
        accounts: vault.accounts.clone(),
        wraps: vec![],
        data_key,
        sources: decode_sources(&encode_sources(&vault.sources)).expect("what is encoded can be decoded"),
    };
    let wrap = PasswordWrap::seal(&copy.id, &copy.data_key, password, kdf, random)?;
    copy.wraps = vec![Wrap::Password(wrap)];
    let record = copy.seal(random)?;
    let envelope = Envelope {
        version: VERSION,
        vault: RawValue::from_string(record.to_text()).expect("a record's text is JSON"),
    };
    Ok(serde_json::to_string(&envelope).expect("numbers and strings have a JSON form"))
}

/// Opens a backup file. Spaces around it do not matter, everything inside does.
///
/// # Errors
/// [`OpenBackupError`].
pub fn open_backup(text: &str, password: &Password) -> Result<VaultDraft, OpenBackupError> {
    if text.len() > LARGEST {
        return Err(OpenBackupError::NotABackup);
    }
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| OpenBackupError::NotABackup)?;
    if envelope.version > VERSION {
        return Err(OpenBackupError::Newer(envelope.version));
    }
    let record = VaultRecord::parse(envelope.vault.get()).map_err(|error| match error {
        RecordError::NewerFormat(format) => OpenBackupError::Newer(format),
        RecordError::Damaged => OpenBackupError::Unlock(error.into()),
    })?;
    let vault = unlock_vault(&record, password)?;
    Ok(VaultDraft {
        sources: vault.sources,
        entries: vault.entries,
        accounts: vault.accounts,
    })
}
