use alloc::{boxed::Box, vec::Vec};
use core::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What the owner typed, as UTF-8 in NFKC (the page normalises before it sends the bytes).
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Password(Vec<u8>);

impl Password {
    /// Takes the bytes over; nothing else keeps a copy.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Parameters of Argon2id v1.3 ([RFC 9106](https://www.rfc-editor.org/rfc/rfc9106)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KdfParameters {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub iterations: u32,
    /// Lanes; 1, since wasm has one thread.
    pub parallelism: u32,
}

impl Default for KdfParameters {
    /// 64 MiB, 3 passes, 1 lane.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            iterations: 3,
            parallelism: 1,
        }
    }
}

/// Why no key was derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// Below the floor or above the ceiling. Checked before any work.
    #[error("the key derivation parameters are out of bounds")]
    OutOfBounds,
    /// The device has not enough memory now.
    #[error("not enough memory to derive the key")]
    Memory,
}

const FLOOR_KIB: u32 = 19 * 1024;
const CEILING_KIB: u32 = 1024 * 1024;

/// A key encryption key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Kek(pub(crate) Box<[u8; 32]>);

impl KdfParameters {
    /// Checks floor and ceiling.
    ///
    /// # Errors
    /// [`KdfError::OutOfBounds`].
    pub const fn check(&self) -> Result<(), KdfError> {
        let memory = FLOOR_KIB <= self.memory_kib && self.memory_kib <= CEILING_KIB;
        let passes = 2 <= self.iterations && self.iterations <= 20;
        if memory && passes && self.parallelism == 1 {
            Ok(())
        } else {
            Err(KdfError::OutOfBounds)
        }
    }

    pub(crate) fn derive(&self, password: &Password, salt: &[u8; 16]) -> Result<Kek, KdfError> {
        self.check()?;
        self.derive_unchecked(password, salt)
    }

    fn derive_unchecked(&self, password: &Password, salt: &[u8; 16]) -> Result<Kek, KdfError> {
        let params = Params::new(self.memory_kib, self.iterations, self.parallelism, Some(32))
            .map_err(|_| KdfError::OutOfBounds)?;
        // Reserved by hand, so that a full device gives an error and not an abort.
        let mut blocks: Vec<Block> = Vec::new();
        blocks
            .try_reserve_exact(params.block_count())
            .map_err(|_| KdfError::Memory)?;
        blocks.resize(params.block_count(), Block::default());
        let mut kek = Kek(Box::new([0; 32]));
        let derived = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(&password.0, salt, kek.0.as_mut(), &mut blocks);
        blocks.iter_mut().for_each(Zeroize::zeroize);
        derived.map(|()| kek).map_err(|_| KdfError::OutOfBounds)
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<Password>();
const _: () = wipes_itself::<Kek>();

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn bounds_are_checked_before_any_work() {
        let with = |memory_kib, iterations, parallelism| KdfParameters {
            memory_kib,
            iterations,
            parallelism,
        };
        for bad in [
            with(FLOOR_KIB - 1, 3, 1),
            with(u32::MAX, 3, 1),
            with(65536, 1, 1),
            with(65536, 21, 1),
            with(65536, 3, 4),
        ] {
            assert_eq!(bad.check(), Err(KdfError::OutOfBounds), "{bad:?}");
        }
        assert_eq!(KdfParameters::default().check(), Ok(()));
    }

    /// Made with @noble/hashes: `argon2id("password", "somesaltsomesalt", { m: 64, t: 2, p: 1 })`.
    #[test]
    fn small_parameters_agree_with_another_implementation() {
        let small = KdfParameters {
            memory_kib: 64,
            iterations: 2,
            parallelism: 1,
        };
        let kek = small
            .derive_unchecked(&Password::new(b"password".to_vec()), b"somesaltsomesalt")
            .unwrap();
        let hex: alloc::string::String = kek.0.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "1a98fba8e6394425c9bdc333a9c750aaf811df070f5fb4a5788e1cf4db5793a1"
        );
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Password::new(b"secret".to_vec())), "Password(…)");
    }
}
