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

    #[cfg(feature = "files")]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
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

/// What unlocking may take on the device that makes the vault, in milliseconds.
const TARGET_MILLIS: u64 = 700;
/// More passes than this are never chosen: the vault may be opened on a slower device.
const MOST_CHOSEN_PASSES: u32 = 10;

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

    /// Chooses parameters for this device by one timed derivation: more passes where it is quick, never fewer; less
    /// memory only where the device refuses more, and never below the floor. `now_millis` is a monotonic clock.
    ///
    /// # Errors
    /// [`KdfError`].
    pub fn calibrate(self, now_millis: impl Fn() -> u64) -> Result<Self, KdfError> {
        let probe = Password::new(b"calibration".to_vec());
        let mut chosen = self;
        let elapsed = loop {
            let start = now_millis();
            match chosen.derive(&probe, &[0; 16]) {
                Ok(_) => break now_millis().saturating_sub(start),
                Err(KdfError::Memory) if chosen.memory_kib / 2 >= FLOOR_KIB => {
                    // Half the memory for twice the passes keeps the work of an attacker.
                    chosen.memory_kib /= 2;
                    chosen.iterations = chosen.iterations.saturating_mul(2).min(MOST_CHOSEN_PASSES);
                }
                Err(error) => return Err(error),
            }
        };
        let wanted = u64::from(chosen.iterations).saturating_mul(TARGET_MILLIS);
        if let Some(fitting) = wanted.checked_div(elapsed) {
            let fitting = u32::try_from(fitting).unwrap_or(MOST_CHOSEN_PASSES);
            chosen.iterations = fitting.clamp(chosen.iterations, MOST_CHOSEN_PASSES.max(chosen.iterations));
        }
        Ok(chosen)
    }

    /// Whether these are weaker than `other` in memory or in work.
    #[must_use]
    pub const fn is_weaker_than(&self, other: &Self) -> bool {
        let work = self.memory_kib as u64 * self.iterations as u64;
        self.memory_kib < other.memory_kib || work < other.memory_kib as u64 * other.iterations as u64
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
    fn calibration_only_ever_adds_passes() {
        use core::cell::Cell;
        let base = KdfParameters {
            memory_kib: FLOOR_KIB,
            iterations: 2,
            parallelism: 1,
        };
        for (millis, passes) in [(0, 2), (700, 2), (100_000, 2), (350, 4), (1, 10)] {
            let now = Cell::new(5);
            let clock = || {
                let at = now.get();
                now.set(at + millis);
                at
            };
            assert_eq!(
                base.calibrate(clock).unwrap(),
                KdfParameters {
                    iterations: passes,
                    ..base
                }
            );
        }
        assert!(base.is_weaker_than(&KdfParameters::default()));
        assert!(!KdfParameters::default().is_weaker_than(&base));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Password::new(b"secret".to_vec())), "Password(…)");
    }
}
