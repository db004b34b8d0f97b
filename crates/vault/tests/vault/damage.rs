//! Whatever happens to the stored bytes, the vault never opens as something else and never says "wrong password".

use crate::support::{PASSWORD, password, sealed};
use proptest::prelude::*;
use serde_json::{Value, json};
use vault::{RecordError, UnlockVaultError, VaultRecord, unlock_vault};

const V1: &str = include_str!("fixtures/vault-v1.json");

/// Every byte, every one of its bits: not sampled.
#[test]
fn any_flipped_bit_is_damage() {
    for text in [sealed(0).to_text(), V1.trim_end().to_owned()] {
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.to_vec();
                changed[at] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(changed) else {
                    continue;
                };
                match VaultRecord::parse(&changed) {
                    Err(RecordError::Damaged) => {}
                    // The format's own digit.
                    Err(RecordError::NewerFormat(format)) => assert!(format > 2),
                    Ok(_) => panic!("byte {at} bit {bit} went unnoticed"),
                }
            }
        }
    }
}

/// Somebody changes a field and mends the checksum: every field is bound to the secrets.
#[test]
fn every_field_is_authenticated() {
    let json = serde_json::to_value(sealed(0)).unwrap();
    let changes: [(&str, Value); 10] = [
        ("/id", json!("AAAAAAAAAAAAAAAAAAAAAA==")),
        ("/generation", json!(2)),
        ("/sources/0/provenAt", json!(1)),
        (
            "/accounts/0/address",
            json!("0x1111111111111111111111111111111111111111"),
        ),
        ("/accounts/0/name", json!("x")),
        ("/accounts/0/hidden", json!(true)),
        ("/accounts/0/number", json!(1)),
        ("/wraps/0/password/kdf/iterations", json!(3)),
        ("/wraps/0/password/salt", json!("AAAAAAAAAAAAAAAAAAAAAA==")),
        ("/nonce", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
    ];
    for (pointer, value) in changes {
        let mut changed = json.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let changed: VaultRecord = serde_json::from_value(changed).unwrap();
        let error = unlock_vault(&changed, &password(PASSWORD)).unwrap_err();
        assert_eq!(error, UnlockVaultError::Closed, "{pointer}");
    }
}

#[test]
fn the_newest_readable_generation_is_used_and_a_newer_format_is_never_passed_by() {
    let good = sealed(0).to_text();
    let damaged = good.replacen("==", "=A", 1);
    let newest = |texts: &[&str]| VaultRecord::newest(texts.iter().copied());
    assert_eq!(newest(&[]), Ok(None));
    assert_eq!(newest(&[&damaged, &good]).unwrap().unwrap().to_text(), good);
    assert_eq!(newest(&[&damaged, ""]), Err(RecordError::Damaged));
    let newer = good.replacen("\"format\":2", "\"format\":3", 1);
    assert_eq!(newest(&[&newer, &good]), Err(RecordError::NewerFormat(3)));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        prop_assert!(VaultRecord::parse(&text).is_err());
    }

    #[test]
    fn nor_does_a_piece_of_a_real_one(cut in 0_usize..2000) {
        let text = sealed(0).to_text();
        if let Some(piece) = text.get(..cut.min(text.len() - 1)) {
            prop_assert_eq!(VaultRecord::parse(piece), Err(RecordError::Damaged));
        }
    }
}
