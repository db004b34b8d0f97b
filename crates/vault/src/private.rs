use alloc::string::String;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use crate::{RandomError, RandomPort, UnlockedVault, cipher, random::make_bytes, record::to_json};

/// Bytes of a nonce.
const NONCE: usize = 24;

impl UnlockedVault {
    /// Encrypts something of the owner's that is no key, e.g. the address book, so that only this vault opens it again.
    /// `purpose` names it; what was sealed for one purpose does not open for another.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn seal_private(
        &self,
        purpose: &str,
        plain: &[u8],
        random: &impl RandomPort,
    ) -> Result<String, RandomError> {
        let nonce: [u8; NONCE] = make_bytes(random)?;
        let mut sealed = nonce.to_vec();
        sealed.extend(cipher::encrypt(
            &self.data_key.0,
            &nonce,
            plain,
            &self.private_aad(purpose),
        ));
        Ok(STANDARD.encode(sealed))
    }

    /// Opens what [`seal_private`](Self::seal_private) gave; `None` for anything else, another vault's and another
    /// purpose's included.
    #[must_use]
    pub fn open_private(&self, purpose: &str, sealed: &str) -> Option<Zeroizing<alloc::vec::Vec<u8>>> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        cipher::decrypt(&self.data_key.0, nonce, sealed, &self.private_aad(purpose))
    }

    fn private_aad(&self, purpose: &str) -> alloc::vec::Vec<u8> {
        to_json(&("cryptocity/vault/private/1", &self.id, purpose))
    }
}
