use crate::{
    KdfError, Password, PrfOutput, RecordError, UnlockedVault, VaultRecord,
    wrap::{OpenWrapError, Wrap},
};

/// Why a vault stays closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockVaultError {
    /// Damage or a newer format, noticed before the password is looked at.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Parameters out of bounds or no memory.
    #[error(transparent)]
    Kdf(#[from] KdfError),
    /// The vault has no such way to unlock.
    #[error("the vault has no such passkey")]
    UnknownPasskey,
    /// The password or passkey is wrong, or somebody changed the record and its checksum. The two cannot be told apart.
    #[error("the vault does not open")]
    Closed,
}

impl From<OpenWrapError> for UnlockVaultError {
    fn from(error: OpenWrapError) -> Self {
        match error {
            OpenWrapError::Record(error) => Self::Record(error),
            OpenWrapError::Kdf(error) => Self::Kdf(error),
            OpenWrapError::Closed => Self::Closed,
        }
    }
}

/// Opens a vault with the password.
///
/// # Errors
/// [`UnlockVaultError`].
pub fn unlock_vault(record: &VaultRecord, password: &Password) -> Result<UnlockedVault, UnlockVaultError> {
    let wrap = record
        .wraps
        .iter()
        .find_map(Wrap::as_password)
        .ok_or(RecordError::Damaged)?;
    UnlockedVault::decrypt(record, wrap.open(&record.id, password)?)
}

/// Opens a vault with the output of one of its passkeys.
///
/// # Errors
/// [`UnlockVaultError`].
pub fn unlock_vault_with_passkey(
    record: &VaultRecord,
    credential: &str,
    output: &PrfOutput,
) -> Result<UnlockedVault, UnlockVaultError> {
    let wrap = record
        .passkeys()
        .find(|wrap| wrap.credential == credential)
        .ok_or(UnlockVaultError::UnknownPasskey)?;
    UnlockedVault::decrypt(record, wrap.open(&record.id, output)?)
}
