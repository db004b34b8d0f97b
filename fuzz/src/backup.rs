use std::sync::OnceLock;

use keys::{Mnemonic, PrivateKey};
use vault::{
    KdfParameters, Password, UnlockVaultError, VaultDraft, open_backup, seal_vault, unlock_vault,
    write_backup,
};

use crate::keystore::Counting;

/// The least that is accepted.
const LIGHT: KdfParameters = KdfParameters {
    memory_kib: 19 * 1024,
    iterations: 2,
    parallelism: 1,
};
const PASSWORD: &[u8] = b"backup password";

fn password() -> Password {
    Password::new(PASSWORD.to_vec())
}

/// A backup of words and of an imported key.
#[must_use]
pub fn backup_samples() -> Vec<Vec<u8>> {
    let words = VaultDraft::from_words(Mnemonic::derive_from_entropy(&[3; 16]), None, 0).ok();
    let key = PrivateKey::from_bytes(&[9; 32])
        .ok()
        .map(VaultDraft::from_private_key);
    let written = |draft: VaultDraft| -> Option<String> {
        let record = seal_vault(draft, &password(), LIGHT, &Counting).ok()?;
        let vault: Result<_, UnlockVaultError> = unlock_vault(&record, &password());
        write_backup(&vault.ok()?, &password(), LIGHT, &Counting).ok()
    };
    [words, key]
        .into_iter()
        .flatten()
        .filter_map(written)
        .map(String::into_bytes)
        .collect()
}

/// A backup file of somebody else.
///
/// # Panics
/// When a property does not hold.
pub fn backup_import(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(draft) = open_backup(&text, &password()) {
        static SAMPLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
        assert!(draft.addresses().count() > 0, "a backup of nothing");
        let original = SAMPLES
            .get_or_init(backup_samples)
            .iter()
            .any(|sample| String::from_utf8_lossy(sample).trim() == text.trim());
        assert!(original, "a changed file opens");
    }
}
