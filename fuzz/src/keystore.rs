use keys::PrivateKey;
use vault::{KeystoreParameters, Password, RandomError, RandomPort, open_keystore, write_keystore};

/// Cheap ones: the cost is no part of the format.
const CHEAP: KeystoreParameters = KeystoreParameters { log_n: 1 };
const PASSWORD: &[u8] = b"testpassword";

/// Counts up: these files protect nothing.
pub(crate) struct Counting;

impl RandomPort for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for (byte, number) in buffer.iter_mut().zip(0..) {
            *byte = number;
        }
        Ok(())
    }
}

/// Files of ours and one as geth writes it with PBKDF2.
#[must_use]
pub fn keystore_samples() -> Vec<Vec<u8>> {
    let key = PrivateKey::from_bytes(&[7; 32]).ok();
    let ours =
        key.and_then(|key| write_keystore(&key, &Password::new(PASSWORD.to_vec()), CHEAP, &Counting).ok());
    let pbkdf2 = r#"{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2","kdfparams":{"c":262,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}"#;
    ours.into_iter()
        .map(String::into_bytes)
        .chain([
            pbkdf2.as_bytes().to_vec(),
            b"{\"version\":3,\"crypto\":{}}".to_vec(),
        ])
        .collect()
}

/// A keystore file of somebody else.
///
/// # Panics
/// When a property does not hold.
pub fn keystore_import(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let password = Password::new(PASSWORD.to_vec());
    if let Ok(key) = open_keystore(&text, &password) {
        let written = write_keystore(&key, &password, CHEAP, &Counting).expect("counting does not fail");
        let again = open_keystore(&written, &password).expect("what is written here opens");
        assert_eq!(again.expose_bytes(), key.expose_bytes());
    }
}
