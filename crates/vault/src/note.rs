use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use crate::{
    RandomError, RandomPort, UnlockedVault, cipher,
    random::make_bytes,
    record::{decode, encode},
};

impl UnlockedVault {
    /// Seals a small setting under the data key, so that only somebody who has opened this vault can have written it.
    /// Nothing says which of several notes of one name is the newest.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn seal_note(
        &self,
        name: &str,
        note: &[u8],
        random: &impl RandomPort,
    ) -> Result<String, RandomError> {
        let nonce: [u8; 24] = make_bytes(random)?;
        let mut sealed = nonce.to_vec();
        sealed.extend(cipher::encrypt(
            &self.data_key.0,
            &nonce,
            note,
            &self.note_aad(name),
        ));
        Ok(encode(&sealed))
    }

    /// Opens a note of this vault and name; `None` for anything else.
    #[must_use]
    pub fn open_note(&self, name: &str, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = decode(sealed).ok()?;
        let (nonce, sealed) = sealed.split_first_chunk::<24>()?;
        cipher::decrypt(&self.data_key.0, nonce, sealed, &self.note_aad(name))
    }

    fn note_aad(&self, name: &str) -> Vec<u8> {
        let mut aad = b"cryptocity/vault/note/1\0".to_vec();
        aad.extend_from_slice(self.id.as_bytes());
        aad.push(0);
        aad.extend_from_slice(name.as_bytes());
        aad
    }
}
