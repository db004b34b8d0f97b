//! [Web3 Secret Storage](https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage/) version
//! 3: one private key, one password, AES-128-CTR under scrypt or PBKDF2.

mod file;
mod key_derivation;

use aes::Aes128;
use alloc::{format, string::String, vec::Vec};
use ctr::{
    Ctr128BE,
    cipher::{KeyIvInit as _, StreamCipher as _},
};
use keys::{ParsePrivateKeyError, PrivateKey};
use sig::{Address, keccak256};
use zeroize::Zeroizing;

use self::{
    file::{CipherParams, Crypto, Keystore, hex_array, hex_bytes},
    key_derivation::Kdf,
};
use crate::{KdfError, Password, RandomError, RandomPort, random::make_bytes};

pub use self::key_derivation::KeystoreParameters;

/// Why a keystore file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenKeystoreError {
    /// Not such a file, or larger than any.
    #[error("this is not a keystore file")]
    NotAKeystore,
    /// A version, cipher or key derivation that is not read here, e.g. the CBC of version 1.
    #[error("this kind of keystore is not supported")]
    Unsupported,
    /// Parameters above the ceiling (before any work), or no memory.
    #[error(transparent)]
    Kdf(#[from] KdfError),
    /// The password is wrong, or the file is damaged.
    #[error("the keystore does not open")]
    Closed,
    /// The key inside is none of this curve.
    #[error("the keystore holds no key of this curve")]
    NoKey,
    /// The file names another address than its key has.
    #[error("the keystore names another address than its key has")]
    OtherAddress,
}

/// Why a keystore file could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteKeystoreError {
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Parameters above the ceiling, or no memory.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}

const LARGEST: usize = 64 * 1024;
const CIPHER: &str = "aes-128-ctr";

/// Opens a keystore file. Keys shorter than 32 bytes, which some wallets wrote, are padded on the left.
///
/// # Errors
/// [`OpenKeystoreError`].
pub fn open_keystore(text: &str, password: &Password) -> Result<PrivateKey, OpenKeystoreError> {
    if text.len() > LARGEST {
        return Err(OpenKeystoreError::NotAKeystore);
    }
    let file: Keystore = serde_json::from_str(text).map_err(|_| OpenKeystoreError::NotAKeystore)?;
    if file.version != 3 || file.crypto.cipher != CIPHER {
        return Err(OpenKeystoreError::Unsupported);
    }
    let kdf = Kdf::read(&file.crypto)?;
    let iv: [u8; 16] = hex_array(&file.crypto.cipherparams.iv)?;
    let mac: [u8; 32] = hex_array(&file.crypto.mac)?;
    let mut key = Zeroizing::new(hex_bytes(&file.crypto.ciphertext)?);
    if key.is_empty() || key.len() > 32 {
        return Err(OpenKeystoreError::NotAKeystore);
    }
    let derived = kdf.derive(password)?;
    if keccak256(mac_input(&derived, &key)) != mac {
        return Err(OpenKeystoreError::Closed);
    }
    crypt(&derived, &iv, &mut key);
    let key = PrivateKey::from_bytes(&key).map_err(|error| match error {
        ParsePrivateKeyError::Format | ParsePrivateKeyError::Range => OpenKeystoreError::NoKey,
    })?;
    match &file.address {
        Some(address) if hex_array::<20>(address).ok().map(Address::from) != Some(key.address()) => {
            Err(OpenKeystoreError::OtherAddress)
        }
        _ => Ok(key),
    }
}

/// Writes a keystore file that other wallets read.
///
/// # Errors
/// [`WriteKeystoreError`].
///
/// # Panics
/// Never: numbers and strings have a JSON form.
pub fn write_keystore(
    key: &PrivateKey,
    password: &Password,
    parameters: KeystoreParameters,
    random: &impl RandomPort,
) -> Result<String, WriteKeystoreError> {
    let salt: [u8; 32] = make_bytes(random)?;
    let iv: [u8; 16] = make_bytes(random)?;
    let id: [u8; 16] = make_bytes(random)?;
    let kdf = Kdf::scrypt(parameters, &salt);
    let derived = kdf.derive(password)?;
    // Encrypted in place: the plain key is not left behind.
    let mut sealed = Zeroizing::new(key.expose_bytes().to_vec());
    crypt(&derived, &iv, &mut sealed);
    let mac = keccak256(mac_input(&derived, &sealed));
    let file = Keystore {
        version: 3,
        id: Some(uuid(id)),
        address: Some(hex::encode(key.address())),
        crypto: Crypto {
            cipher: CIPHER.into(),
            cipherparams: CipherParams { iv: hex::encode(iv) },
            ciphertext: hex::encode(&*sealed),
            kdf: kdf.name().into(),
            kdfparams: kdf.to_json(),
            mac: hex::encode(mac),
        },
    };
    Ok(serde_json::to_string(&file).expect("numbers and strings have a JSON form"))
}

fn mac_input(derived: &[u8; 32], ciphertext: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(16 + ciphertext.len()));
    bytes.extend_from_slice(&derived[16..]);
    bytes.extend_from_slice(ciphertext);
    bytes
}

fn crypt(derived: &[u8; 32], iv: &[u8; 16], bytes: &mut [u8]) {
    let mut key = Zeroizing::new([0; 16]);
    key.copy_from_slice(&derived[..16]);
    Ctr128BE::<Aes128>::new((&*key).into(), iv.into()).apply_keystream(bytes);
}

/// Version 4: random.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex::encode(bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}
