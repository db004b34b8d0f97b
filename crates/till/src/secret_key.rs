use std::{fmt, path::Path};

use hmac::{Hmac, KeyInit, Mac};
use k256::ecdsa::SigningKey;
use sha2::Sha256;
use sig::{Address, B256, CompactSignature, Digest, EvmSignature, PublicKey, Signer};
use zeroize::Zeroizing;

/// Why a key in the configuration is not one.
#[derive(Debug, thiserror::Error)]
pub enum SecretKeyError {
    /// Neither the key nor a file with it is given, or both are.
    #[error("give either `{0}` or `{0}_file`")]
    Source(&'static str),
    /// The file cannot be read.
    #[error("`{name}_file` cannot be read: {reason}")]
    File {
        /// The setting.
        name: &'static str,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Not 0x and 64 hex digits of a key.
    #[error("`{0}` is not 0x and 64 hex digits of a secp256k1 key")]
    Malformed(&'static str),
}

/// A signing key of a till. Never printed.
#[derive(Clone)]
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// Takes the key from the setting `name` or from the file that `<name>_file` names.
    ///
    /// # Errors
    /// [`SecretKeyError`].
    pub(crate) fn load(
        name: &'static str,
        inline: Option<&str>,
        file: Option<&Path>,
    ) -> Result<Self, SecretKeyError> {
        match (inline, file) {
            (Some(text), None) => Self::parse(name, text),
            (None, Some(path)) => {
                let text =
                    std::fs::read_to_string(path).map_err(|reason| SecretKeyError::File { name, reason })?;
                Self::parse(name, Zeroizing::new(text).trim())
            }
            _ => Err(SecretKeyError::Source(name)),
        }
    }

    fn parse(name: &'static str, text: &str) -> Result<Self, SecretKeyError> {
        let malformed = || SecretKeyError::Malformed(name);
        let mut bytes = Zeroizing::new([0u8; 32]);
        let digits = text.strip_prefix("0x").ok_or_else(malformed)?;
        hex::decode_to_slice(digits, bytes.as_mut_slice()).map_err(|_| malformed())?;
        SigningKey::from_slice(bytes.as_slice())
            .map(Self)
            .map_err(|_| malformed())
    }
}

impl SecretKey {
    /// The key that follows from this one for a purpose and a hash: HMAC-SHA256 under this key. The same every time, so
    /// that nothing but this key needs a backup.
    pub(crate) fn child(&self, purpose: &'static str, hash: B256) -> Self {
        let secret = Zeroizing::new(<[u8; 32]>::from(self.0.to_bytes()));
        let mut counter = 0u8;
        loop {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_slice())
                .unwrap_or_else(|_| unreachable!());
            mac.update(purpose.as_bytes());
            mac.update(hash.as_slice());
            mac.update(&[counter]);
            let digest = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
            // Once in 2^128 it is no key; the next counter gives one.
            match SigningKey::from_slice(digest.as_slice()) {
                Ok(key) => return Self(key),
                Err(_) => counter = counter.wrapping_add(1),
            }
        }
    }
}

impl Signer for SecretKey {
    fn sign(&self, digest: &Digest) -> EvmSignature {
        Signer::sign(&self.0, digest)
    }

    fn sign_compact(&self, digest: &Digest) -> CompactSignature {
        self.0.sign_compact(digest)
    }

    fn public_key(&self) -> PublicKey {
        Signer::public_key(&self.0)
    }

    fn address(&self) -> Address {
        Signer::address(&self.0)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.address())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    #[test]
    fn a_key_is_never_printed() {
        let key = SecretKey::load("k", Some(KEY), None).unwrap();
        assert_eq!(
            format!("{key:?}"),
            "SecretKey(of 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266)"
        );
    }

    #[test]
    fn exactly_one_source_and_exact_hex() {
        assert!(matches!(
            SecretKey::load("k", None, None),
            Err(SecretKeyError::Source("k"))
        ));
        assert!(matches!(
            SecretKey::load("k", Some(KEY), Some(Path::new("x"))),
            Err(SecretKeyError::Source("k"))
        ));
        for text in [
            "",
            "0x",
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
            "0x00",
        ] {
            assert!(matches!(
                SecretKey::load("k", Some(text), None),
                Err(SecretKeyError::Malformed("k"))
            ));
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{KEY}\n")).unwrap();
        assert!(SecretKey::load("k", None, Some(file.path())).is_ok());
    }
}
