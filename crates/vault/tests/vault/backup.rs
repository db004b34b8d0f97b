//! The backup file.

use crate::support::{Counter, LIGHT, PASSWORD, password, sealed};
use keys::PrivateKey;
use vault::{
    OpenBackupError, RecordError, UnlockVaultError, VaultDraft, open_backup, seal_vault, unlock_vault,
    write_backup,
};

fn backup() -> (vault::UnlockedVault, String) {
    let mut vault = unlock_vault(&sealed(0), &password(PASSWORD)).unwrap();
    vault.add_account(0, None).unwrap();
    let key = PrivateKey::from_bytes(&[5; 32]).unwrap();
    vault.add_draft(VaultDraft::from_private_key(key)).unwrap();
    vault.rename_account(1, "дүкен").unwrap();
    let text = write_backup(&vault, &password("көшірме"), LIGHT, &Counter::from(40)).unwrap();
    (vault, text)
}

#[test]
fn a_backup_restores_every_account_with_its_name_under_a_new_password() {
    let (vault, text) = backup();
    let draft = open_backup(&format!(" {text}\n"), &password("көшірме")).unwrap();
    let record = seal_vault(draft, &password("жаңа"), LIGHT, &Counter::from(90)).unwrap();
    let restored = unlock_vault(&record, &password("жаңа")).unwrap();
    assert_eq!(restored.accounts(), vault.accounts());
    for account in restored.accounts() {
        restored.account_key(account.number).unwrap();
    }
}

#[test]
fn the_vaults_password_does_not_open_its_backup() {
    let (_, text) = backup();
    assert_eq!(
        open_backup(&text, &password(PASSWORD)).unwrap_err(),
        OpenBackupError::Unlock(UnlockVaultError::Closed)
    );
}

#[test]
fn what_is_no_backup_or_a_damaged_one_is_said_so() {
    let (_, text) = backup();
    let error = |text: &str| open_backup(text, &password("көшірме")).unwrap_err();
    for garbage in [
        "",
        "{}",
        "[1]",
        "null",
        &"[".repeat(100_000),
        &" ".repeat(1 << 21),
    ] {
        assert_eq!(error(garbage), OpenBackupError::NotABackup);
    }
    let newer = text.replacen("\"cryptocityBackup\":1", "\"cryptocityBackup\":2", 1);
    assert_eq!(error(&newer), OpenBackupError::Newer(2));
    let damaged = text.replacen("\"generation\":1", "\"generation\":7", 1);
    assert_eq!(
        error(&damaged),
        OpenBackupError::Unlock(UnlockVaultError::Record(RecordError::Damaged))
    );
}
