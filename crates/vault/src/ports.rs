use alloc::{string::String, vec::Vec};
use core::future::Future;

use crate::VaultRecord;

/// The platform's random generator failed. Nothing is made without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no randomness")]
pub struct RandomError;

/// The one source of randomness: a CSPRNG of the platform.
pub trait RandomPort {
    /// Fills the buffer.
    ///
    /// # Errors
    /// [`RandomError`] when the platform has none.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// Why the browser's storage did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// It does not work at all, e.g. forbidden by settings.
    #[error("storage is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be read: damage, or a newer version wrote it. Never the same as nothing.
    #[error("what is stored cannot be read")]
    Damaged,
    /// It said yes, but what was read back is not what was written.
    #[error("storage did not keep what was written")]
    NotKept,
}

/// Keeps the vault: two generations, replaced in one transaction, durably.
pub trait VaultStore {
    /// The stored records, newest first; empty when there never was one (or the browser erased it).
    fn load(&self) -> impl Future<Output = Result<Vec<VaultRecord>, StoreError>>;

    /// Keeps a record as the newest and the newest so far as the one before, then reads it back.
    fn save(&self, record: &VaultRecord) -> impl Future<Output = Result<(), StoreError>>;
}
