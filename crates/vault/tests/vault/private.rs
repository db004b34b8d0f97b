//! What is sealed beside the keys: the address book, notes.

use vault::{UnlockedVault, unlock_vault};

use crate::support::{Counter, PASSWORD, password, sealed};

fn open(start: u8) -> UnlockedVault {
    unlock_vault(&sealed(start), &password(PASSWORD)).unwrap()
}

#[test]
fn only_the_same_vault_opens_it_and_only_for_the_same_purpose() {
    let vault = open(0);
    let text = vault
        .seal_private("book", "Айгүл".as_bytes(), &Counter::from(9))
        .unwrap();
    assert_eq!(
        vault.open_private("book", &text).unwrap().as_slice(),
        "Айгүл".as_bytes()
    );
    assert!(vault.open_private("other", &text).is_none());
    assert!(open(40).open_private("book", &text).is_none());
    for place in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        assert!(
            vault
                .open_private("book", &String::from_utf8(changed).unwrap())
                .is_none(),
            "{place}"
        );
    }
    assert!(vault.open_private("book", "").is_none());
}
