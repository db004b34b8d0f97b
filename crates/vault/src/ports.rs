use alloc::{string::String, vec::Vec};
use core::future::Future;

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
    /// No room. What was stored before is still there.
    #[error("storage is full")]
    Full,
    /// Another tab with an older version holds the database.
    #[error("another tab holds the database")]
    Blocked,
    /// A newer version of the wallet has changed the database.
    #[error("the database is of a newer version")]
    Newer,
}

/// Keeps the vault's text: two generations, replaced in one transaction, durably. What the text means is not its
/// business.
pub trait VaultStore {
    /// Held while somebody reads, changes and writes the vault.
    type Guard;

    /// Waits until no other tab reads, changes and writes the vault.
    fn exclusive(&self) -> impl Future<Output = Self::Guard>;

    /// The stored texts, newest first; empty when there never was one (or the browser erased it).
    fn load(&self) -> impl Future<Output = Result<Vec<String>, StoreError>>;

    /// Keeps a text as the newest and the newest so far as the one before, then reads it back.
    fn save(&self, text: &str) -> impl Future<Output = Result<(), StoreError>>;

    /// The sealed note of a name, `None` when there is none.
    fn load_note(&self, name: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Keeps a sealed note beside the vault.
    fn save_note(&self, name: &str, sealed: &str) -> impl Future<Output = Result<(), StoreError>>;
}
