//! A vault to try things on.

use std::cell::Cell;

use keys::{Mnemonic, Passphrase};
use vault::{KdfParameters, Password, RandomError, RandomPort, VaultDraft, VaultRecord, seal_vault};

/// Counts up, so that tests repeat.
pub(crate) struct Counter(pub(crate) Cell<u8>);

impl Counter {
    pub(crate) const fn from(start: u8) -> Self {
        Self(Cell::new(start))
    }
}

impl RandomPort for Counter {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for byte in buffer {
            self.0.set(self.0.get().wrapping_add(1));
            *byte = self.0.get();
        }
        Ok(())
    }
}

pub(crate) struct Broken;

impl RandomPort for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}

/// The least that is accepted: tests unlock often.
pub(crate) const LIGHT: KdfParameters = KdfParameters {
    memory_kib: 19 * 1024,
    iterations: 2,
    parallelism: 1,
};

pub(crate) const PASSWORD: &str = "құпия сөз";
pub(crate) const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

pub(crate) fn password(text: &str) -> Password {
    Password::new(text.as_bytes().to_vec())
}

pub(crate) fn draft(passphrase: &str) -> VaultDraft {
    let passphrase = Passphrase::new(passphrase).ok();
    VaultDraft::from_words(Mnemonic::parse(WORDS).unwrap(), passphrase, 0).unwrap()
}

pub(crate) fn sealed(start: u8) -> VaultRecord {
    seal_vault(draft(""), &password(PASSWORD), LIGHT, &Counter::from(start)).unwrap()
}
