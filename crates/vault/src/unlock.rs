use core::fmt;

use keys::Mnemonic;

use crate::{
    KdfError, Password, RecordError, VaultRecord, cipher,
    record::{decode, decode_array},
    seal::SECRETS_ENTROPY,
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
    /// The password is wrong, or somebody changed the record and its checksum. The two cannot be told apart.
    #[error("the vault does not open")]
    Closed,
}

/// The secrets of an open vault.
pub struct UnlockedVault {
    /// The recovery phrase.
    pub mnemonic: Mnemonic,
}

impl fmt::Debug for UnlockedVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnlockedVault(…)")
    }
}

/// Opens a vault with the password.
///
/// # Errors
/// [`UnlockVaultError`].
pub fn unlock_vault(record: &VaultRecord, password: &Password) -> Result<UnlockedVault, UnlockVaultError> {
    record.check()?;
    let wrap = &record.password;
    let salt: [u8; 16] = decode_array(&wrap.salt)?;
    let wrap_nonce: [u8; 24] = decode_array(&wrap.nonce)?;
    let secrets_nonce: [u8; 24] = decode_array(&record.nonce)?;
    let (wrapped, ciphertext) = (decode(&wrap.wrapped)?, decode(&record.ciphertext)?);

    let kek = wrap.kdf.derive(password, &salt)?;
    let data_key =
        cipher::decrypt(&kek.0, &wrap_nonce, &wrapped, &record.wrap_aad()).ok_or(UnlockVaultError::Closed)?;
    let data_key: &[u8; 32] = data_key
        .as_slice()
        .try_into()
        .map_err(|_| UnlockVaultError::Closed)?;
    let secrets = cipher::decrypt(data_key, &secrets_nonce, &ciphertext, &record.secrets_aad())
        .ok_or(UnlockVaultError::Closed)?;
    let entropy = match secrets.split_first() {
        Some((&SECRETS_ENTROPY, entropy)) => entropy,
        _ => return Err(UnlockVaultError::Closed),
    };
    let mnemonic = Mnemonic::from_sealed_entropy(entropy).map_err(|_| UnlockVaultError::Closed)?;
    Ok(UnlockedVault { mnemonic })
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use serde_json::Value;

    use super::*;
    use crate::{KdfParameters, RandomError, RandomPort, seal_vault};

    /// Counts up, so that tests repeat.
    struct Counter(Cell<u8>);

    impl RandomPort for Counter {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
            for byte in buffer {
                self.0.set(self.0.get().wrapping_add(1));
                *byte = self.0.get();
            }
            Ok(())
        }
    }

    struct Broken;

    impl RandomPort for Broken {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }

    const LIGHT: KdfParameters = KdfParameters {
        memory_kib: 19 * 1024,
        iterations: 2,
        parallelism: 1,
    };

    fn password(text: &str) -> Password {
        Password::new(text.as_bytes().to_vec())
    }

    fn sealed(seed: u8) -> VaultRecord {
        let mnemonic = Mnemonic::derive_from_entropy(&[7; 16]);
        seal_vault(
            &mnemonic,
            &password("құпия сөз"),
            LIGHT,
            &Counter(Cell::new(seed)),
        )
        .unwrap()
    }

    #[test]
    fn the_right_password_opens_and_a_wrong_one_does_not() {
        let record = sealed(0);
        let open = unlock_vault(&record, &password("құпия сөз")).unwrap();
        assert_eq!(&open.mnemonic.expose_entropy()[..], &[7; 16]);
        assert_eq!(
            unlock_vault(&record, &password("құпия сөз ")).unwrap_err(),
            UnlockVaultError::Closed
        );
    }

    #[test]
    fn two_vaults_of_one_password_share_nothing() {
        let (a, b) = (sealed(0), sealed(100));
        assert!(a.password.salt != b.password.salt && a.password.wrapped != b.password.wrapped);
        assert_ne!(a.ciphertext, b.ciphertext);
    }

    #[test]
    fn without_randomness_nothing_is_made() {
        let mnemonic = Mnemonic::derive_from_entropy(&[7; 16]);
        let made = seal_vault(&mnemonic, &password("x"), LIGHT, &Broken);
        assert_eq!(made.unwrap_err(), crate::SealVaultError::Random(RandomError));
    }

    #[test]
    fn damage_is_not_reported_as_a_wrong_password() {
        let mut record = sealed(0);
        record.ciphertext.insert(0, 'A');
        assert_eq!(
            unlock_vault(&record, &password("құпия сөз")).unwrap_err(),
            UnlockVaultError::Record(RecordError::Damaged)
        );
    }

    #[test]
    fn a_newer_format_is_named() {
        let record = VaultRecord {
            format: 2,
            ..sealed(0)
        };
        assert_eq!(record.check(), Err(RecordError::NewerFormat(2)));
    }

    /// Somebody changes a field and mends the checksum: every field is bound to the secrets.
    #[test]
    fn every_field_is_authenticated() {
        let record = sealed(0);
        let json = serde_json::to_value(&record).unwrap();
        let changes: [(&str, Value); 6] = [
            ("/id", "AAAAAAAAAAAAAAAAAAAAAA==".into()),
            ("/generation", 2.into()),
            (
                "/accounts/0/address",
                "0x1111111111111111111111111111111111111111".into(),
            ),
            ("/password/kdf/iterations", 3.into()),
            ("/password/salt", "AAAAAAAAAAAAAAAAAAAAAA==".into()),
            ("/nonce", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into()),
        ];
        for (pointer, value) in changes {
            let mut changed = json.clone();
            *changed.pointer_mut(pointer).unwrap() = value;
            let mut changed: VaultRecord = serde_json::from_value(changed).unwrap();
            changed.checksum = changed.compute_checksum();
            let error = unlock_vault(&changed, &password("құпия сөз")).unwrap_err();
            assert_eq!(error, UnlockVaultError::Closed, "{pointer}");
        }
    }

    #[test]
    fn hostile_parameters_are_refused_before_work() {
        let mut record = sealed(0);
        record.password.kdf.memory_kib = u32::MAX;
        record.checksum = record.compute_checksum();
        assert_eq!(
            unlock_vault(&record, &password("x")).unwrap_err(),
            UnlockVaultError::Kdf(KdfError::OutOfBounds)
        );
    }
}
