use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use crate::{Tiyn, UnitError};

const WHOLE: u16 = 10_000;

/// Basis points: 1/100 of a per cent, 0 to 10 000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Bps(u16);

impl Bps {
    /// None of it.
    pub const ZERO: Self = Self(0);

    /// Takes a count of basis points.
    ///
    /// # Errors
    /// [`UnitError::TooManyBps`] above 100 %.
    pub const fn new(bps: u16) -> Result<Self, UnitError> {
        if bps > WHOLE {
            Err(UnitError::TooManyBps(bps))
        } else {
            Ok(Self(bps))
        }
    }

    /// The count of basis points.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The VAT contained in a gross price: half-up of gross × r / (100 + r), in tiyn
    /// (Tax Code 2026, price with VAT included).
    #[must_use]
    pub fn vat_within(self, gross: Tiyn) -> Tiyn {
        let rate = U256::from(self.0);
        half_up(U256::from(gross.get()) * rate, U256::from(WHOLE) + rate)
    }

    /// The share of an amount, half-up, in tiyn.
    #[must_use]
    pub fn of(self, amount: Tiyn) -> Tiyn {
        half_up(U256::from(amount.get()) * U256::from(self.0), U256::from(WHOLE))
    }
}

/// Cannot overflow: both callers multiply 64 by 16 bits and divide by at least as much.
fn half_up(numerator: U256, denominator: U256) -> Tiyn {
    let two = U256::from(2u8);
    let rounded = (numerator * two + denominator) / (denominator * two);
    Tiyn::try_from(rounded).unwrap_or(Tiyn::MAX)
}

impl TryFrom<u16> for Bps {
    type Error = UnitError;

    fn try_from(bps: u16) -> Result<Self, UnitError> {
        Self::new(bps)
    }
}

impl From<Bps> for u16 {
    fn from(bps: Bps) -> Self {
        bps.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tiyn(value: u64) -> Tiyn {
        Tiyn::new(value).unwrap()
    }

    #[test]
    fn vat_of_16_per_cent_is_taken_out_of_the_price() {
        assert_eq!(Bps(1600).vat_within(tiyn(116_00)), tiyn(16_00));
        assert_eq!(Bps(1600).vat_within(tiyn(950_00)), tiyn(131_03)); // 131.0344…
        assert_eq!(Bps(0).vat_within(tiyn(950_00)), Tiyn::ZERO);
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(Bps(5000).of(tiyn(1)), tiyn(1));
        assert_eq!(Bps(4999).of(tiyn(1)), tiyn(0));
        assert_eq!(Bps(75).of(tiyn(2450_00)), tiyn(18_38)); // 18.375
    }

    #[test]
    fn more_than_everything_is_refused() {
        assert_eq!(Bps::new(10_001), Err(UnitError::TooManyBps(10_001)));
        assert!(serde_json::from_str::<Bps>("10001").is_err());
    }

    proptest! {
        #[test]
        fn a_share_never_exceeds_the_whole(amount in 0..=Tiyn::MAX.get(), bps in 0u16..=10_000) {
            let bps = Bps::new(bps).unwrap();
            prop_assert!(bps.of(tiyn(amount)) <= tiyn(amount));
            prop_assert!(bps.vat_within(tiyn(amount)) <= tiyn(amount));
        }
    }
}
