//! Keystore files of version 3: those of the published tests, those written here, and hostile ones.

use crate::support::{Broken, Counter, password};
use keys::PrivateKey;
use proptest::prelude::*;
use serde_json::{Value, json};
use vault::{
    KdfError, KeystoreParameters, OpenKeystoreError, WriteKeystoreError, open_keystore, write_keystore,
};

const LIGHT: KeystoreParameters = KeystoreParameters { log_n: 10 };

/// The PBKDF2 example of the Web3 Secret Storage definition, password `testpassword`.
fn published_pbkdf2() -> Value {
    json!({
        "version": 3,
        "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
        "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": "6087dab2f9fdbbfaddc31a909735c1e6" },
            "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
            "kdf": "pbkdf2",
            "kdfparams": {
                "c": 262144,
                "dklen": 32,
                "prf": "hmac-sha256",
                "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"
            },
            "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"
        }
    })
}

/// The scrypt example: n = 2^18, r = 1, p = 8, which others refuse.
fn published_scrypt() -> Value {
    json!({
        "version": 3,
        "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
        "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": "83dbcc02d8ccb40e466191a123791e0e" },
            "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
            "kdf": "scrypt",
            "kdfparams": {
                "dklen": 32,
                "n": 262144,
                "p": 8,
                "r": 1,
                "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"
            },
            "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"
        }
    })
}

const PUBLISHED_KEY: &str = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";

fn open(file: &Value, typed: &str) -> Result<PrivateKey, OpenKeystoreError> {
    open_keystore(&file.to_string(), &password(typed))
}

fn with(mut file: Value, pointer: &str, value: Value) -> Value {
    *file.pointer_mut(pointer).unwrap() = value;
    file
}

#[test]
fn the_published_files_open() {
    for file in [published_pbkdf2(), published_scrypt()] {
        assert_eq!(*open(&file, "testpassword").unwrap().expose_hex(), PUBLISHED_KEY);
        assert_eq!(open(&file, "wrong").unwrap_err(), OpenKeystoreError::Closed);
    }
}

#[test]
fn what_is_written_opens_and_names_its_address() {
    let key = PrivateKey::from_bytes(&[1]).unwrap();
    let text = write_keystore(&key, &password("сөз"), LIGHT, &Counter::from(1)).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["address"], "7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    assert_eq!(json["id"].as_str().unwrap().len(), 36);
    assert_eq!(open(&json, "сөз").unwrap().expose_bytes(), key.expose_bytes());
    assert_eq!(open(&json, "сөз ").unwrap_err(), OpenKeystoreError::Closed);
    let other = with(
        json,
        "/address",
        json!("0x1111111111111111111111111111111111111111"),
    );
    assert_eq!(open(&other, "сөз").unwrap_err(), OpenKeystoreError::OtherAddress);
    assert!(matches!(
        write_keystore(&key, &password("сөз"), LIGHT, &Broken),
        Err(WriteKeystoreError::Random(_))
    ));
}

#[test]
fn hostile_parameters_are_refused_before_any_work() {
    let scrypt =
        |name: &str, value: Value| with(published_scrypt(), &format!("/crypto/kdfparams/{name}"), value);
    let bounds = OpenKeystoreError::Kdf(KdfError::OutOfBounds);
    for (name, value) in [
        ("n", json!(1_u64 << 40)),
        ("n", json!(u64::MAX)),
        ("n", json!(0)),
        ("n", json!(1)),
        ("n", json!(262_143)),
        ("r", json!(u32::MAX)),
        ("r", json!(0)),
        ("r", json!(16)),
        ("p", json!(u32::MAX)),
        ("p", json!(0)),
    ] {
        assert_eq!(
            open(&scrypt(name, value.clone()), "x").unwrap_err(),
            bounds,
            "{name} {value}"
        );
    }
    for rounds in [0_u64, 5_000_001] {
        let file = with(published_pbkdf2(), "/crypto/kdfparams/c", json!(rounds));
        assert_eq!(open(&file, "x").unwrap_err(), bounds);
    }
}

#[test]
fn other_kinds_and_broken_files_have_their_own_answers() {
    let refused = |pointer: &str, value: Value| {
        open(&with(published_pbkdf2(), pointer, value), "testpassword").unwrap_err()
    };
    let (not, unsupported) = (OpenKeystoreError::NotAKeystore, OpenKeystoreError::Unsupported);
    assert_eq!(refused("/version", json!(1)), unsupported);
    assert_eq!(refused("/crypto/cipher", json!("aes-128-cbc")), unsupported);
    assert_eq!(refused("/crypto/kdf", json!("argon2id")), unsupported);
    assert_eq!(
        refused("/crypto/kdfparams/prf", json!("hmac-sha512")),
        unsupported
    );
    assert_eq!(refused("/crypto/kdfparams/dklen", json!(64)), unsupported);
    assert_eq!(refused("/crypto/cipherparams/iv", json!("00")), not);
    assert_eq!(refused("/crypto/mac", json!("zz")), not);
    assert_eq!(refused("/crypto/ciphertext", json!("")), not);
    assert_eq!(refused("/crypto/ciphertext", json!("00".repeat(33))), not);
    assert_eq!(refused("/crypto/kdfparams", json!([])), not);
    assert_eq!(
        refused("/crypto/mac", json!("00".repeat(32))),
        OpenKeystoreError::Closed
    );
    for garbage in [
        "",
        "{}",
        "null",
        "\u{feff}{",
        &"[".repeat(60_000),
        &" ".repeat(70_000),
    ] {
        assert_eq!(open_keystore(garbage, &password("x")).unwrap_err(), not);
    }
}

/// A file of geth's tests whose key has 31 bytes, password `foo`: padded on the left, as geth does.
#[test]
fn a_short_key_is_padded_on_the_left() {
    let file = json!({
        "version": 3,
        "id": "fecfc4ce-e956-48fd-953b-30f8b52ed66c",
        "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": "e0c41130a323adc1446fc82f724bca2f" },
            "ciphertext": "9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984",
            "kdf": "scrypt",
            "kdfparams": {
                "dklen": 32,
                "n": 2,
                "r": 8,
                "p": 1,
                "salt": "711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63"
            },
            "mac": "d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5"
        }
    });
    assert_eq!(
        *open(&file, "foo").unwrap().expose_hex(),
        "0x00fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        prop_assert!(open_keystore(&text, &password("x")).is_err());
    }
}
