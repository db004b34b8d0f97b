use alloc::vec::Vec;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{
    OpenKeystoreError,
    file::{Crypto, hex_bytes},
};
use crate::{KdfError, Password};

/// Cost of a keystore to be written: scrypt with blocks of 8 and one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeystoreParameters {
    /// Binary logarithm of N.
    pub log_n: u8,
}

impl Default for KeystoreParameters {
    /// N = 2^17: 128 MiB, as OWASP advises and ethers writes.
    fn default() -> Self {
        Self { log_n: 17 }
    }
}

/// 128 · N · r bytes are at most 256 MiB, what geth writes by default.
const MOST_BLOCKS: u64 = 1 << 21;
/// N · r · p: at most four times what geth writes by default.
const MOST_WORK: u64 = 1 << 23;
const MOST_ROUNDS: u32 = 5_000_000;
const LONGEST_SALT: usize = 128;

#[derive(Deserialize)]
struct ScryptParams {
    dklen: u32,
    n: u64,
    r: u32,
    p: u32,
    #[serde(default)]
    salt: alloc::string::String,
}

#[derive(Deserialize)]
struct Pbkdf2Params {
    dklen: u32,
    c: u32,
    prf: alloc::string::String,
    #[serde(default)]
    salt: alloc::string::String,
}

/// A key derivation within the limits.
pub(super) enum Kdf {
    Scrypt {
        log_n: u8,
        r: u32,
        p: u32,
        salt: Vec<u8>,
    },
    Pbkdf2 {
        rounds: u32,
        salt: Vec<u8>,
    },
}

impl Kdf {
    pub(super) fn scrypt(parameters: KeystoreParameters, salt: &[u8; 32]) -> Self {
        Self::Scrypt {
            log_n: parameters.log_n,
            r: 8,
            p: 1,
            salt: salt.to_vec(),
        }
    }

    /// Reads the parameters and refuses hostile ones.
    pub(super) fn read(crypto: &Crypto) -> Result<Self, OpenKeystoreError> {
        match crypto.kdf.as_str() {
            "scrypt" => Self::read_scrypt(&crypto.kdfparams),
            "pbkdf2" => Self::read_pbkdf2(&crypto.kdfparams),
            _ => Err(OpenKeystoreError::Unsupported),
        }
    }

    fn read_scrypt(json: &Value) -> Result<Self, OpenKeystoreError> {
        let params = ScryptParams::deserialize(json).map_err(|_| OpenKeystoreError::NotAKeystore)?;
        if params.dklen != 32 {
            return Err(OpenKeystoreError::Unsupported);
        }
        let blocks = params
            .n
            .checked_mul(params.r.into())
            .filter(|blocks| *blocks <= MOST_BLOCKS);
        let work = blocks
            .and_then(|blocks| blocks.checked_mul(params.p.into()))
            .filter(|work| (1..=MOST_WORK).contains(work));
        if work.is_none() || params.n < 2 || !params.n.is_power_of_two() {
            return Err(KdfError::OutOfBounds.into());
        }
        Ok(Self::Scrypt {
            log_n: u8::try_from(params.n.trailing_zeros()).map_err(|_| KdfError::OutOfBounds)?,
            r: params.r,
            p: params.p,
            salt: read_salt(&params.salt)?,
        })
    }

    fn read_pbkdf2(json: &Value) -> Result<Self, OpenKeystoreError> {
        let params = Pbkdf2Params::deserialize(json).map_err(|_| OpenKeystoreError::NotAKeystore)?;
        if params.dklen != 32 || params.prf != "hmac-sha256" {
            return Err(OpenKeystoreError::Unsupported);
        }
        if params.c == 0 || params.c > MOST_ROUNDS {
            return Err(KdfError::OutOfBounds.into());
        }
        Ok(Self::Pbkdf2 {
            rounds: params.c,
            salt: read_salt(&params.salt)?,
        })
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Scrypt { .. } => "scrypt",
            Self::Pbkdf2 { .. } => "pbkdf2",
        }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Scrypt { log_n, r, p, salt } => {
                json!({ "dklen": 32, "n": 1_u64 << log_n, "r": r, "p": p, "salt": hex::encode(salt) })
            }
            Self::Pbkdf2 { rounds, salt } => {
                json!({ "dklen": 32, "c": rounds, "prf": "hmac-sha256", "salt": hex::encode(salt) })
            }
        }
    }

    pub(super) fn derive(&self, password: &Password) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        let mut key = Zeroizing::new([0; 32]);
        match self {
            Self::Scrypt { log_n, r, p, salt } => {
                let params = scrypt::Params::new(*log_n, *r, *p).map_err(|_| KdfError::OutOfBounds)?;
                try_memory(*log_n, *r, *p)?;
                scrypt::scrypt(password.as_bytes(), salt, &params, key.as_mut())
                    .map_err(|_| KdfError::OutOfBounds)?;
            }
            Self::Pbkdf2 { rounds, salt } => {
                pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt, *rounds, key.as_mut());
            }
        }
        Ok(key)
    }
}

/// The library aborts when memory is short; here it is an error. What could be had once can be had again at once.
fn try_memory(log_n: u8, r: u32, p: u32) -> Result<(), KdfError> {
    let blocks = (1_u64 << log_n).saturating_add(u64::from(p)).saturating_add(1);
    let bytes = blocks.saturating_mul(128).saturating_mul(r.into());
    let bytes = usize::try_from(bytes).map_err(|_| KdfError::Memory)?;
    Vec::<u8>::new()
        .try_reserve_exact(bytes)
        .map_err(|_| KdfError::Memory)
}

/// An empty salt is a known fault of old files; they can be read, and what is read is sealed anew.
fn read_salt(text: &str) -> Result<Vec<u8>, OpenKeystoreError> {
    let salt = hex_bytes(text)?;
    if salt.len() > LONGEST_SALT {
        return Err(OpenKeystoreError::NotAKeystore);
    }
    Ok(salt)
}
