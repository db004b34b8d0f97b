#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

#[cfg(feature = "files")]
mod backup;
mod change;
mod cipher;
mod draft;
mod kdf;
#[cfg(feature = "files")]
mod keystore;
mod note;
mod open_vault;
mod ports;
mod private;
mod random;
mod record;
mod record_v1;
mod seal;
mod secrets;
#[cfg(feature = "strength")]
mod strength;
mod unlisted;
mod unlock;
mod wrap;

#[cfg(feature = "files")]
pub use backup::{OpenBackupError, open_backup, write_backup};
pub use change::{AddPasskeyError, ChangeVaultError};
pub use draft::VaultDraft;
pub use kdf::{KdfError, KdfParameters, Password};
#[cfg(feature = "files")]
pub use keystore::{
    KeystoreParameters, OpenKeystoreError, WriteKeystoreError, open_keystore, write_keystore,
};
pub use open_vault::{AccountKeyError, UnlockedVault};
pub use ports::{RandomError, RandomPort, StoreError, VaultStore};
pub use record::{AccountEntry, AccountOrigin, RecordError, SourceEntry, SourceKind, VaultRecord};
pub use seal::{SealVaultError, seal_vault};
pub use secrets::SourceSecret;
#[cfg(feature = "strength")]
pub use strength::{Strength, Weakness, estimate_strength};
pub use unlock::{UnlockVaultError, unlock_vault, unlock_vault_with_passkey};
pub use wrap::{PasskeyFacts, PasskeyWrap, PasswordWrap, PrfOutput, SealWrapError, Wrap};
