use alloc::boxed::Box;
use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The 64-byte BIP-39 seed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Seed(Box<[u8; 64]>);

impl Seed {
    /// Made on the heap, so that moving the value copies a pointer and not the secret.
    pub(crate) fn fill(write: impl FnOnce(&mut [u8])) -> Self {
        let mut seed = Self(Box::new([0; 64]));
        write(seed.0.as_mut());
        seed
    }

    /// Reads a seed that was sealed before.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 64]) -> Self {
        Self::fill(|seed| seed.copy_from_slice(bytes))
    }

    /// The bytes.
    ///
    /// # Security
    /// For sealing into a vault. Whoever has them has every account of the phrase.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<Seed>();
