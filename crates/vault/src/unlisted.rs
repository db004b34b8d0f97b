use alloc::vec::Vec;
use core::fmt;

use keys::Seed;
use zeroize::Zeroizing;

/// A phrase in a build that has not its word list: it cannot be shown, but its seed signs. It is stored again as it was read.
pub struct UnlistedWords {
    kind: u8,
    body: Zeroizing<Vec<u8>>,
    seed: Option<Seed>,
}

impl UnlistedWords {
    pub(crate) fn new(kind: u8, body: &[u8], seed: Option<Seed>) -> Self {
        Self {
            kind,
            body: Zeroizing::new(body.to_vec()),
            seed,
        }
    }

    /// Which form the body has.
    pub(crate) const fn kind(&self) -> u8 {
        self.kind
    }

    /// The source as it was sealed.
    ///
    /// # Security
    /// For sealing it again.
    pub(crate) fn expose_body(&self) -> &[u8] {
        &self.body
    }

    /// What its accounts are derived from; `None` in vaults of before it was sealed too.
    pub(crate) const fn seed(&self) -> Option<&Seed> {
        self.seed.as_ref()
    }
}

impl fmt::Debug for UnlistedWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnlistedWords(…)")
    }
}
