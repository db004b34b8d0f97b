//! Accounts: many, named, ordered, hidden; from words, keys and addresses.

use crate::support::{Counter, LIGHT, PASSWORD, draft, password, sealed, sealed as sealed_from};
use keys::{Mnemonic, Passphrase, PrivateKey};
use sig::{Address, Signer as _};
use vault::{
    AccountKeyError, AccountOrigin, ChangeVaultError, UnlockedVault, VaultDraft, seal_vault, unlock_vault,
};

fn open() -> UnlockedVault {
    unlock_vault(&sealed(0), &password(PASSWORD)).unwrap()
}

fn numbers(vault: &UnlockedVault) -> Vec<u32> {
    vault.accounts().iter().map(|account| account.number).collect()
}

fn key(byte: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[byte; 32]).unwrap()
}

#[test]
fn accounts_of_every_origin_survive_sealing() {
    let mut vault = open();
    vault.add_account(0, None).unwrap();
    vault.add_account(0, Some(40)).unwrap();
    vault.add_draft(VaultDraft::from_private_key(key(5))).unwrap();
    vault
        .add_draft(VaultDraft::from_address(Address::repeat_byte(7)))
        .unwrap();
    let other = Mnemonic::derive_from_entropy(&[3; 16]);
    vault
        .add_draft(VaultDraft::from_words(other, None, 2).unwrap())
        .unwrap();
    vault.rename_account(1, "  Кафе\u{202e}  ").unwrap();
    vault.hide_account(2, true).unwrap();
    vault.order_accounts(&[5, 4, 3, 2, 1, 0]).unwrap();
    vault.note_proven(2, 1_795_000_000).unwrap();
    let record = vault.seal(&Counter::from(70)).unwrap();

    let again = unlock_vault(&record, &password(PASSWORD)).unwrap();
    assert_eq!(again.accounts(), vault.accounts());
    assert_eq!(numbers(&again), [5, 4, 3, 2, 1, 0]);
    assert_eq!(again.accounts()[4].name.as_deref(), Some("Кафе"));
    assert_eq!(again.sources()[2].proven_at, Some(1_795_000_000));
    for account in again.accounts() {
        match again.account_key(account.number) {
            Ok(key) => assert_eq!(key.address(), account.address),
            Err(error) => {
                assert_eq!(error, AccountKeyError::Watch(account.number));
                assert_eq!(account.origin, AccountOrigin::Watch);
            }
        }
    }
    assert_eq!(again.account_key(9).unwrap_err(), AccountKeyError::Unknown(9));
}

#[test]
fn an_account_is_there_once_and_a_watched_one_gets_its_key() {
    let mut vault = open();
    assert_eq!(vault.add_draft(draft("")), Err(ChangeVaultError::AlreadyThere));
    assert_eq!(vault.add_account(0, Some(0)), Err(ChangeVaultError::AlreadyThere));
    vault
        .add_draft(VaultDraft::from_address(key(5).address()))
        .unwrap();
    assert!(vault.account_key(1).is_err());
    vault.add_draft(VaultDraft::from_private_key(key(5))).unwrap();
    assert_eq!(vault.account_key(1).unwrap().address(), key(5).address());
    assert_eq!(vault.accounts().len(), 2);
}

#[test]
fn a_passphrase_is_another_wallet_and_is_kept() {
    let record = seal_vault(draft("TREZOR"), &password(PASSWORD), LIGHT, &Counter::from(1)).unwrap();
    assert_ne!(record.accounts[0].address, sealed(0).accounts[0].address);
    let vault = unlock_vault(&record, &password(PASSWORD)).unwrap();
    assert_eq!(vault.words(0).unwrap().1.map(Passphrase::expose), Some("TREZOR"));
    vault.account_key(0).unwrap();
}

#[test]
fn the_next_account_follows_the_last_of_its_phrase() {
    let mut vault = open();
    vault.add_account(0, Some(7)).unwrap();
    let number = vault.add_account(0, None).unwrap();
    let account = vault
        .accounts()
        .iter()
        .find(|account| account.number == number)
        .unwrap();
    assert_eq!(account.origin, AccountOrigin::Words { source: 0, index: 8 });
    assert_eq!(vault.preview(0, 8..9).unwrap(), [(8, account.address)]);
    assert_eq!(
        vault.add_account(3, None),
        Err(ChangeVaultError::UnknownSource(3))
    );
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut vault = open();
    vault.add_account(0, None).unwrap();
    let before = vault.accounts().to_vec();
    assert_eq!(
        vault.rename_account(9, "x"),
        Err(ChangeVaultError::UnknownAccount(9))
    );
    assert_eq!(
        vault.rename_account(0, &"я".repeat(41)),
        Err(ChangeVaultError::LongName)
    );
    for order in [&[0][..], &[0, 0], &[0, 1, 1], &[0, 2]] {
        assert_eq!(vault.order_accounts(order), Err(ChangeVaultError::Order));
    }
    assert_eq!(vault.accounts(), before);
    vault.hide_account(0, true).unwrap();
    assert_eq!(vault.hide_account(1, true), Err(ChangeVaultError::LastAccount));
}

#[test]
fn a_passphrase_of_made_words_is_another_wallet_and_can_be_taken_away() {
    let mut made = VaultDraft::from_words(Mnemonic::derive_from_entropy(&[3; 16]), None, 0).unwrap();
    let plain: Vec<Address> = made.addresses().collect();
    made.set_passphrase(Passphrase::new("көктем").ok()).unwrap();
    let hidden: Vec<Address> = made.addresses().collect();
    assert_ne!(hidden, plain);
    let record = seal_vault(made, &password(PASSWORD), LIGHT, &Counter::from(9)).unwrap();
    let vault = unlock_vault(&record, &password(PASSWORD)).unwrap();
    assert_eq!(vault.words(0).unwrap().1.unwrap().expose(), "көктем");

    let mut again = VaultDraft::from_words(Mnemonic::derive_from_entropy(&[3; 16]), None, 0).unwrap();
    again.set_passphrase(Passphrase::new("көктем").ok()).unwrap();
    again.set_passphrase(None).unwrap();
    assert_eq!(again.addresses().collect::<Vec<_>>(), plain);
    let mut imported = VaultDraft::from_private_key(key(5));
    assert!(imported.set_passphrase(None).is_err());
    assert_eq!(imported.addresses().count(), 1);
}

#[test]
fn words_that_were_typed_count_as_written_down() {
    let mut draft = draft("");
    draft.note_proven(1_795_000_000);
    let record = seal_vault(draft, &password(PASSWORD), LIGHT, &Counter::from(9)).unwrap();
    assert_eq!(record.sources[0].proven_at, Some(1_795_000_000));
}

#[test]
fn a_note_opens_in_its_vault_under_its_name_only() {
    let vault = open();
    let sealed = vault.seal_note("policy", b"5000", &Counter::from(30)).unwrap();
    assert_eq!(vault.open_note("policy", &sealed).unwrap().as_slice(), b"5000");
    assert!(vault.open_note("other", &sealed).is_none());
    let stranger = unlock_vault(&sealed_from(90), &password(PASSWORD)).unwrap();
    assert!(stranger.open_note("policy", &sealed).is_none());
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] ^= 1;
        let changed = String::from_utf8(changed).unwrap();
        assert!(vault.open_note("policy", &changed).is_none(), "byte {at}");
    }
}
