use alloc::{boxed::Box, vec, vec::Vec};

use crate::{
    KdfError, KdfParameters, Password, RandomError, RandomPort, SealWrapError, UnlockedVault, VaultDraft,
    VaultRecord,
    cipher::DataKey,
    random::make_bytes,
    record::encode,
    wrap::{PasswordWrap, Wrap},
};

/// Why a vault could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealVaultError {
    /// No randomness: nothing is made.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The key could not be derived from the password.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

impl From<SealWrapError> for SealVaultError {
    fn from(error: SealWrapError) -> Self {
        match error {
            SealWrapError::Random(error) => Self::Random(error),
            SealWrapError::Kdf(error) => Self::Kdf(error),
        }
    }
}

/// Makes a new vault of a draft, with a fresh data key. The caller stores it and proves one unlock before it counts as
/// made.
///
/// # Errors
/// [`SealVaultError`].
pub fn seal_vault(
    draft: VaultDraft,
    password: &Password,
    kdf: KdfParameters,
    random: &impl RandomPort,
) -> Result<VaultRecord, SealVaultError> {
    let mut data_key = DataKey(Box::new([0; 32]));
    random.fill(data_key.0.as_mut())?;
    let id: [u8; 16] = make_bytes(random)?;
    let mut vault = UnlockedVault {
        id: encode(&id),
        generation: 0,
        entries: draft.entries,
        accounts: draft.accounts,
        wraps: Vec::new(),
        data_key,
        sources: draft.sources,
    };
    let wrap = PasswordWrap::seal(&vault.id, &vault.data_key, password, kdf, random)?;
    vault.wraps = vec![Wrap::Password(wrap)];
    Ok(vault.seal(random)?)
}
