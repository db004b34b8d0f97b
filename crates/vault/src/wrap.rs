use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;

use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    KdfError, KdfParameters, Password, RandomError, RandomPort,
    cipher::{self, DataKey},
    kdf::Kek,
    random::make_bytes,
    record::{RecordError, decode, decode_array, encode, to_json},
};

/// The data key, wrapped by a key from the password. Byte fields are base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordWrap {
    /// How the wrap is bound to its surroundings: 1 in the first format, 2 today.
    pub version: u32,
    /// Argon2id parameters.
    pub kdf: KdfParameters,
    /// 16 bytes.
    pub salt: String,
    /// 24 bytes.
    pub nonce: String,
    /// 48 bytes.
    pub wrapped: String,
}

/// The data key, wrapped by a key from a passkey
/// ([WebAuthn PRF](https://www.w3.org/TR/webauthn-3/#prf-extension)). Byte fields are base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyWrap {
    /// How the wrap is bound to its surroundings: 2 today.
    pub version: u32,
    /// The credential's id, base64url as WebAuthn writes it.
    pub credential: String,
    /// 32 bytes: the PRF's input.
    pub salt: String,
    /// `internal`, `hybrid`, `usb` …: hints for the browser.
    pub transports: Vec<String>,
    /// What its owner calls it.
    pub name: String,
    /// Unix seconds.
    pub added_at: u64,
    /// 24 bytes.
    pub nonce: String,
    /// 48 bytes.
    pub wrapped: String,
}

/// One way to unlock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Wrap {
    /// By the password.
    Password(PasswordWrap),
    /// By a passkey.
    Passkey(PasskeyWrap),
}

/// The 32 bytes a passkey's PRF gives for a wrap's salt.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct PrfOutput(Box<[u8; 32]>);

impl PrfOutput {
    /// Takes the bytes, `None` unless 32.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut output = Self(Box::new([0; 32]));
        if bytes.len() != output.0.len() {
            return None;
        }
        output.0.copy_from_slice(bytes);
        Some(output)
    }

    fn derive(&self) -> Kek {
        let mut kek = Kek(Box::new([0; 32]));
        Hkdf::<Sha256>::new(None, self.0.as_ref())
            .expand(b"cryptocity/vault/kek/1", kek.0.as_mut())
            .expect("32 bytes are far below the limit of HKDF");
        kek
    }
}

impl fmt::Debug for PrfOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrfOutput(…)")
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<PrfOutput>();

/// What is known of a passkey beside its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyFacts {
    /// The credential's id, base64url.
    pub credential: String,
    /// The PRF's input.
    pub salt: [u8; 32],
    /// Hints for the browser.
    pub transports: Vec<String>,
    /// What its owner calls it.
    pub name: String,
    /// Unix seconds.
    pub added_at: u64,
}

/// Why a wrap does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpenWrapError {
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Kdf(#[from] KdfError),
    #[error("the wrap does not open")]
    Closed,
}

impl Wrap {
    /// The passkey's wrap, if it is one.
    #[must_use]
    pub const fn as_passkey(&self) -> Option<&PasskeyWrap> {
        match self {
            Self::Passkey(wrap) => Some(wrap),
            Self::Password(_) => None,
        }
    }

    /// The password's wrap, if it is one.
    #[must_use]
    pub const fn as_password(&self) -> Option<&PasswordWrap> {
        match self {
            Self::Password(wrap) => Some(wrap),
            Self::Passkey(_) => None,
        }
    }
}

impl PasswordWrap {
    pub(crate) fn seal(
        vault: &str,
        key: &DataKey,
        password: &Password,
        kdf: KdfParameters,
        random: &impl RandomPort,
    ) -> Result<Self, SealWrapError> {
        let salt: [u8; 16] = make_bytes(random)?;
        let nonce: [u8; 24] = make_bytes(random)?;
        let kek = kdf.derive(password, &salt)?;
        let mut wrap = Self {
            version: 2,
            kdf,
            salt: encode(&salt),
            nonce: encode(&nonce),
            wrapped: String::new(),
        };
        wrap.wrapped = encode(&cipher::encrypt(&kek.0, &nonce, key.0.as_ref(), &wrap.aad(vault)));
        Ok(wrap)
    }

    pub(crate) fn open(&self, vault: &str, password: &Password) -> Result<DataKey, OpenWrapError> {
        let salt: [u8; 16] = decode_array(&self.salt)?;
        let kek = self.kdf.derive(password, &salt)?;
        unwrap(&kek, &self.nonce, &self.wrapped, &self.aad(vault))
    }

    fn aad(&self, vault: &str) -> Vec<u8> {
        if self.version == 1 {
            return to_json(&("cryptocity/vault/wrap/1", 1, vault, self.kdf, &self.salt));
        }
        to_json(&(
            "cryptocity/vault/wrap/password",
            self.version,
            vault,
            self.kdf,
            &self.salt,
        ))
    }
}

impl PasskeyWrap {
    pub(crate) fn seal(
        vault: &str,
        key: &DataKey,
        facts: &PasskeyFacts,
        output: &PrfOutput,
        random: &impl RandomPort,
    ) -> Result<Self, RandomError> {
        let nonce: [u8; 24] = make_bytes(random)?;
        let mut wrap = Self {
            version: 2,
            credential: facts.credential.clone(),
            salt: encode(&facts.salt),
            transports: facts.transports.clone(),
            name: facts.name.clone(),
            added_at: facts.added_at,
            nonce: encode(&nonce),
            wrapped: String::new(),
        };
        let kek = output.derive();
        wrap.wrapped = encode(&cipher::encrypt(&kek.0, &nonce, key.0.as_ref(), &wrap.aad(vault)));
        Ok(wrap)
    }

    pub(crate) fn open(&self, vault: &str, output: &PrfOutput) -> Result<DataKey, OpenWrapError> {
        unwrap(&output.derive(), &self.nonce, &self.wrapped, &self.aad(vault))
    }

    fn aad(&self, vault: &str) -> Vec<u8> {
        to_json(&(
            "cryptocity/vault/wrap/passkey",
            self.version,
            vault,
            &self.credential,
            &self.salt,
        ))
    }
}

fn unwrap(kek: &Kek, nonce: &str, wrapped: &str, aad: &[u8]) -> Result<DataKey, OpenWrapError> {
    let nonce: [u8; 24] = decode_array(nonce)?;
    let plain = cipher::decrypt(&kek.0, &nonce, &decode(wrapped)?, aad).ok_or(OpenWrapError::Closed)?;
    DataKey::new(&plain).ok_or(OpenWrapError::Closed)
}

/// Why the data key could not be wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealWrapError {
    /// No randomness: nothing is made.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The key could not be derived from the password.
    #[error(transparent)]
    Kdf(#[from] KdfError),
}
