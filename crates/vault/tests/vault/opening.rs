//! Passwords and passkeys.

use crate::support::{Broken, Counter, LIGHT, PASSWORD, draft, password, sealed};
use vault::{
    AddPasskeyError, ChangeVaultError, KdfError, KdfParameters, PasskeyFacts, PrfOutput, RandomError,
    SealVaultError, UnlockVaultError, VaultRecord, Wrap, seal_vault, unlock_vault, unlock_vault_with_passkey,
};

fn facts(credential: &str) -> PasskeyFacts {
    PasskeyFacts {
        credential: credential.into(),
        salt: [9; 32],
        transports: vec!["internal".into()],
        name: "телефон".into(),
        added_at: 1_795_000_000,
    }
}

fn output(byte: u8) -> PrfOutput {
    PrfOutput::new(&[byte; 32]).unwrap()
}

#[test]
fn the_right_password_opens_and_a_wrong_one_does_not() {
    let record = sealed(0);
    let open = unlock_vault(&record, &password(PASSWORD)).unwrap();
    assert_eq!(&open.words(0).unwrap().0.expose_entropy()[..], &[0x7f; 16]);
    for wrong in ["құпия сөз ", "құпия", "", "Құпия сөз"] {
        assert_eq!(
            unlock_vault(&record, &password(wrong)).unwrap_err(),
            UnlockVaultError::Closed,
            "{wrong}"
        );
    }
}

#[test]
fn two_vaults_of_one_password_share_nothing() {
    let (a, b) = (sealed(0), sealed(100));
    assert!(a.id != b.id && a.ciphertext != b.ciphertext);
    let wrap = |record: &VaultRecord| record.wraps[0].as_password().unwrap().clone();
    assert!(wrap(&a).salt != wrap(&b).salt && wrap(&a).wrapped != wrap(&b).wrapped);
}

#[test]
fn without_randomness_nothing_is_made() {
    let made = seal_vault(draft(""), &password("x"), LIGHT, &Broken);
    assert_eq!(made.unwrap_err(), SealVaultError::Random(RandomError));
}

#[test]
fn hostile_parameters_are_refused_before_work() {
    let mut record = sealed(0);
    let Wrap::Password(wrap) = &mut record.wraps[0] else {
        panic!()
    };
    wrap.kdf.memory_kib = u32::MAX;
    assert_eq!(
        unlock_vault(&record, &password("x")).unwrap_err(),
        UnlockVaultError::Kdf(KdfError::OutOfBounds)
    );
}

#[test]
fn a_changed_password_opens_and_the_old_one_no_longer_does() {
    let mut open = unlock_vault(&sealed(0), &password(PASSWORD)).unwrap();
    open.set_password(&password("жаңа сөз"), LIGHT, &Counter::from(50))
        .unwrap();
    let record = open.seal(&Counter::from(80)).unwrap();
    assert_eq!(record.generation, 2);
    assert_eq!(
        unlock_vault(&record, &password(PASSWORD)).unwrap_err(),
        UnlockVaultError::Closed
    );
    assert_eq!(
        unlock_vault(&record, &password("жаңа сөз")).unwrap().accounts(),
        open.accounts()
    );
}

#[test]
fn an_old_wrap_put_back_opens_nothing() {
    let old = sealed(0);
    let mut open = unlock_vault(&old, &password(PASSWORD)).unwrap();
    open.set_password(&password("жаңа сөз"), LIGHT, &Counter::from(50))
        .unwrap();
    let mut record = open.seal(&Counter::from(80)).unwrap();
    record.wraps.clone_from(&old.wraps);
    assert_eq!(
        unlock_vault(&record, &password(PASSWORD)).unwrap_err(),
        UnlockVaultError::Closed
    );
}

#[test]
fn several_passkeys_open_one_vault_until_they_are_taken_away() {
    let mut open = unlock_vault(&sealed(0), &password(PASSWORD)).unwrap();
    for (credential, byte) in [("phone", 1), ("stick", 2)] {
        open.add_passkey(
            &facts(credential),
            &output(byte),
            &output(byte),
            &Counter::from(byte),
        )
        .unwrap();
    }
    let record = open.seal(&Counter::from(90)).unwrap();
    let record = VaultRecord::parse(&record.to_text()).unwrap();
    assert_eq!(record.passkeys().count(), 2);
    for (credential, byte) in [("phone", 1), ("stick", 2)] {
        unlock_vault_with_passkey(&record, credential, &output(byte)).unwrap();
    }
    let closed =
        |credential, byte| unlock_vault_with_passkey(&record, credential, &output(byte)).unwrap_err();
    assert_eq!(closed("phone", 2), UnlockVaultError::Closed);
    assert_eq!(closed("other", 1), UnlockVaultError::UnknownPasskey);

    let mut open = unlock_vault_with_passkey(&record, "stick", &output(2)).unwrap();
    open.remove_passkey("phone").unwrap();
    assert_eq!(
        open.remove_passkey("phone"),
        Err(ChangeVaultError::UnknownPasskey)
    );
    let record = open.seal(&Counter::from(120)).unwrap();
    assert_eq!(
        unlock_vault_with_passkey(&record, "phone", &output(1)).unwrap_err(),
        UnlockVaultError::UnknownPasskey
    );
    unlock_vault(&record, &password(PASSWORD)).unwrap();
}

#[test]
fn a_passkey_that_answers_differently_the_second_time_does_not_count() {
    let mut open = unlock_vault(&sealed(0), &password(PASSWORD)).unwrap();
    let added = open.add_passkey(&facts("phone"), &output(1), &output(2), &Counter::from(1));
    assert_eq!(added, Err(AddPasskeyError::Unproven));
    assert_eq!(open.wraps().len(), 1);
    open.add_passkey(&facts("phone"), &output(1), &output(1), &Counter::from(1))
        .unwrap();
    let again = open.add_passkey(&facts("phone"), &output(1), &output(1), &Counter::from(1));
    assert_eq!(
        again,
        Err(AddPasskeyError::Change(ChangeVaultError::AlreadyThere))
    );
}

#[test]
fn another_tabs_write_is_read_with_the_key_at_hand() {
    let record = sealed(0);
    let (mut here, mut there) = (
        unlock_vault(&record, &password(PASSWORD)).unwrap(),
        unlock_vault(&record, &password(PASSWORD)).unwrap(),
    );
    there.rename_account(0, "дүкен").unwrap();
    let theirs = there.seal(&Counter::from(30)).unwrap();
    here = here.reopen(&theirs).unwrap();
    assert_eq!(here.accounts()[0].name.as_deref(), Some("дүкен"));
    assert_eq!(here.reopen(&sealed(77)).unwrap_err(), UnlockVaultError::Closed);
}

#[test]
fn stronger_parameters_replace_weaker_ones_and_the_old_record_still_opens() {
    let old = sealed(0);
    let stronger = KdfParameters {
        iterations: 3,
        ..LIGHT
    };
    let mut open = unlock_vault(&old, &password(PASSWORD)).unwrap();
    assert!(open.needs_stronger_password_wrap(&stronger) && !open.needs_stronger_password_wrap(&LIGHT));
    open.set_password(&password(PASSWORD), stronger, &Counter::from(9))
        .unwrap();
    let new = open.seal(&Counter::from(60)).unwrap();
    for record in [&old, &new] {
        unlock_vault(record, &password(PASSWORD)).unwrap();
    }
}
