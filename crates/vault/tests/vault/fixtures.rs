//! Every format ever written is read for ever. A new format adds a file here; none is changed.

use crate::support::{Counter, PASSWORD, WORDS, password};
use vault::{Password, VaultRecord, open_backup, open_keystore, unlock_vault};

fn words_of(record: &VaultRecord) -> String {
    let open = unlock_vault(record, &password(PASSWORD)).unwrap();
    open.words(0).unwrap().0.expose_words().to_string()
}

#[test]
fn a_vault_of_format_1_opens_and_is_written_on_as_format_2() {
    let record = VaultRecord::parse(include_str!("fixtures/vault-v1.json").trim_end()).unwrap();
    assert_eq!((record.format, record.accounts.len()), (1, 1));
    let mut open = unlock_vault(&record, &password(PASSWORD)).unwrap();
    open.rename_account(0, "негізгі").unwrap();
    let next = open.seal(&Counter::from(3)).unwrap();
    assert_eq!((next.format, next.generation), (2, record.generation + 1));
    let next = VaultRecord::parse(&next.to_text()).unwrap();
    assert_eq!(words_of(&next), WORDS);
}

#[test]
fn a_vault_of_format_2_opens() {
    let record = VaultRecord::parse(include_str!("fixtures/vault-v2.json").trim_end()).unwrap();
    assert_eq!((record.format, record.accounts.len()), (2, 3));
    assert_eq!(words_of(&record), WORDS);
}

#[test]
fn a_backup_of_version_1_opens() {
    let text = include_str!("fixtures/backup-v1.json");
    let draft = open_backup(text, &Password::new("көшірме сөзі".as_bytes().to_vec())).unwrap();
    assert_eq!(draft.addresses().count(), 3);
}

#[test]
fn a_keystore_written_here_opens() {
    let key = open_keystore(include_str!("fixtures/keystore-v3.json"), &password("кілт сөзі")).unwrap();
    assert_eq!(key.expose_bytes(), &[5; 32]);
}
