#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod cipher;
mod kdf;
mod ports;
mod record;
mod seal;
mod unlock;

pub use kdf::{KdfError, KdfParameters, Password};
pub use ports::{RandomError, RandomPort, StoreError, VaultStore};
pub use record::{AccountEntry, PasswordWrap, RecordError, VaultRecord};
pub use seal::{SealVaultError, seal_vault};
pub use unlock::{UnlockVaultError, UnlockedVault, unlock_vault};
