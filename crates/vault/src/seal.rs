use alloc::{boxed::Box, vec, vec::Vec};

use keys::{AccountKey, DeriveAccountError, Mnemonic};
use sig::{B256, Signer};
use zeroize::Zeroizing;

use crate::{
    AccountEntry, KdfError, KdfParameters, Password, PasswordWrap, RandomError, RandomPort, VaultRecord,
    cipher::{self, DataKey},
    record::{FORMAT, encode},
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
    /// The first account could not be derived.
    #[error(transparent)]
    Account(#[from] DeriveAccountError),
}

/// First byte of the secrets: what follows is the entropy of a mnemonic.
pub(crate) const SECRETS_ENTROPY: u8 = 1;

/// Makes a new vault around a mnemonic, its first account listed. The caller stores it and proves one unlock before it
/// counts as made.
///
/// # Errors
/// [`SealVaultError`].
pub fn seal_vault(
    mnemonic: &Mnemonic,
    password: &Password,
    kdf: KdfParameters,
    random: &impl RandomPort,
) -> Result<VaultRecord, SealVaultError> {
    let mut data_key = DataKey(Box::new([0; 32]));
    random.fill(data_key.0.as_mut())?;
    let salt: [u8; 16] = make_bytes(random)?;
    let wrap_nonce: [u8; 24] = make_bytes(random)?;
    let secrets_nonce: [u8; 24] = make_bytes(random)?;
    let id: [u8; 16] = make_bytes(random)?;

    let first = AccountKey::derive(&mnemonic.derive_seed(), 0)?;
    let kek = kdf.derive(password, &salt)?;
    let mut record = VaultRecord {
        format: FORMAT,
        id: encode(&id),
        generation: 1,
        accounts: vec![AccountEntry {
            index: 0,
            address: first.address(),
        }],
        password: PasswordWrap {
            kdf,
            salt: encode(&salt),
            nonce: encode(&wrap_nonce),
            wrapped: alloc::string::String::new(),
        },
        nonce: encode(&secrets_nonce),
        ciphertext: alloc::string::String::new(),
        checksum: B256::ZERO,
    };
    let wrapped = cipher::encrypt(&kek.0, &wrap_nonce, data_key.0.as_ref(), &record.wrap_aad());
    record.password.wrapped = encode(&wrapped);

    let entropy = mnemonic.expose_entropy();
    let mut secrets: Zeroizing<Vec<u8>> = Zeroizing::new(Vec::with_capacity(1 + entropy.len()));
    secrets.push(SECRETS_ENTROPY);
    secrets.extend_from_slice(&entropy);
    record.ciphertext = encode(&cipher::encrypt(
        &data_key.0,
        &secrets_nonce,
        &secrets,
        &record.secrets_aad(),
    ));
    record.checksum = record.compute_checksum();
    Ok(record)
}

fn make_bytes<const N: usize>(random: &impl RandomPort) -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}
