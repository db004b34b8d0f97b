use alloy_primitives::U256;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{AssetAmount, Tiyn, UnitError};

/// An exchange rate as a fraction: `num / den` whole asset units for one whole tenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "RateText", try_from = "RateText")]
pub struct Rate {
    num: U256,
    den: U256,
}

#[derive(Serialize, Deserialize)]
struct RateText {
    num: AssetAmount,
    den: AssetAmount,
}

impl Rate {
    /// Takes a fraction.
    ///
    /// # Errors
    /// [`UnitError::ZeroRate`] when either part is zero.
    pub fn new(num: U256, den: U256) -> Result<Self, UnitError> {
        if num.is_zero() || den.is_zero() {
            Err(UnitError::ZeroRate)
        } else {
            Ok(Self { num, den })
        }
    }

    /// Makes the rate from "one whole asset unit costs so many tenge", e.g. 538.90 for a dollar.
    ///
    /// # Errors
    /// [`UnitError::ZeroRate`] unless the price is above zero.
    pub fn from_tenge_per_unit(price: Decimal) -> Result<Self, UnitError> {
        let price = price.normalize();
        let mantissa = u128::try_from(price.mantissa()).map_err(|_| UnitError::ZeroRate)?;
        Self::new(
            U256::from(10u8).pow(U256::from(price.scale())),
            U256::from(mantissa),
        )
    }

    /// The numerator.
    #[must_use]
    pub const fn num(&self) -> U256 {
        self.num
    }

    /// The denominator.
    #[must_use]
    pub const fn den(&self) -> U256 {
        self.den
    }

    /// What one whole asset unit costs, in tiyn, half-up. For display only.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn tiyn_per_unit(&self) -> Result<Tiyn, UnitError> {
        let hundred_den = self
            .den
            .checked_mul(U256::from(200u8))
            .ok_or(UnitError::Overflow)?;
        let top = hundred_den.checked_add(self.num).ok_or(UnitError::Overflow)?;
        let bottom = self.num.checked_mul(U256::from(2u8)).ok_or(UnitError::Overflow)?;
        Tiyn::try_from(top / bottom)
    }

    /// The asset amount for a tenge total, rounded **up** once, on the total.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn asset_for(&self, total: Tiyn, decimals: u8) -> Result<AssetAmount, UnitError> {
        let (top, bottom) = self.asset_fraction(total, decimals)?;
        Ok(AssetAmount::new(top.div_ceil(bottom)))
    }

    /// The asset amount that a sum in tenge buys, rounded **down**: what somebody is given.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn asset_within(&self, total: Tiyn, decimals: u8) -> Result<AssetAmount, UnitError> {
        let (top, bottom) = self.asset_fraction(total, decimals)?;
        Ok(AssetAmount::new(top / bottom))
    }

    fn asset_fraction(&self, total: Tiyn, decimals: u8) -> Result<(U256, U256), UnitError> {
        let scale = U256::from(10u8)
            .checked_pow(U256::from(decimals))
            .ok_or(UnitError::Overflow)?;
        let top = U256::from(total.get())
            .checked_mul(self.num)
            .and_then(|v| v.checked_mul(scale))
            .ok_or(UnitError::Overflow)?;
        let bottom = self
            .den
            .checked_mul(U256::from(100u8))
            .ok_or(UnitError::Overflow)?;
        Ok((top, bottom))
    }

    /// What an asset amount is worth in tiyn at this rate, rounded down.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn tiyn_for(&self, amount: AssetAmount, decimals: u8) -> Result<Tiyn, UnitError> {
        let scale = U256::from(10u8)
            .checked_pow(U256::from(decimals))
            .ok_or(UnitError::Overflow)?;
        let top = amount
            .get()
            .checked_mul(self.den)
            .and_then(|v| v.checked_mul(U256::from(100u8)))
            .ok_or(UnitError::Overflow)?;
        let bottom = self.num.checked_mul(scale).ok_or(UnitError::Overflow)?;
        Tiyn::try_from(top / bottom)
    }
}

impl From<Rate> for RateText {
    fn from(rate: Rate) -> Self {
        Self {
            num: AssetAmount::new(rate.num),
            den: AssetAmount::new(rate.den),
        }
    }
}

impl TryFrom<RateText> for Rate {
    type Error = UnitError;

    fn try_from(text: RateText) -> Result<Self, UnitError> {
        Self::new(text.num.get(), text.den.get())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dollar() -> Rate {
        Rate::from_tenge_per_unit(Decimal::new(538_90, 2)).unwrap()
    }

    #[test]
    fn a_price_in_tenge_becomes_a_reduced_fraction() {
        assert_eq!(
            (dollar().num(), dollar().den()),
            (U256::from(10), U256::from(5389))
        );
        assert_eq!(dollar().tiyn_per_unit().map(Tiyn::get), Ok(538_90));
        assert_eq!(Rate::from_tenge_per_unit(Decimal::ZERO), Err(UnitError::ZeroRate));
        assert_eq!(
            Rate::from_tenge_per_unit(Decimal::NEGATIVE_ONE),
            Err(UnitError::ZeroRate)
        );
    }

    #[test]
    fn the_payer_rounds_up_once() {
        let amount = dollar().asset_for(Tiyn::new(2450_00).unwrap(), 6).unwrap();
        assert_eq!(amount.to_whole(6), "4.546299"); // 2450 / 538.9 = 4.54629801…
        let par = Rate::from_tenge_per_unit(Decimal::ONE).unwrap();
        assert_eq!(
            par.asset_for(Tiyn::new(2450_01).unwrap(), 2).unwrap().to_whole(2),
            "2450.01"
        );
    }

    proptest! {
        #[test]
        fn the_amount_covers_the_total_and_not_a_base_unit_more(
            total in 1u64..1_000_000_000_000, num in 1u64..1_000_000, den in 1u64..1_000_000, decimals in 0u8..19,
        ) {
            let rate = Rate::new(U256::from(num), U256::from(den)).unwrap();
            let total = Tiyn::new(total).unwrap();
            let amount = rate.asset_for(total, decimals).unwrap();
            let exact_top = U256::from(total.get()) * U256::from(num) * U256::from(10u8).pow(U256::from(decimals));
            let bottom = U256::from(den) * U256::from(100u8);
            prop_assert!(amount.get() * bottom >= exact_top);
            prop_assert!((amount.get() - U256::from(1)) * bottom < exact_top);
            let given = rate.asset_within(total, decimals).unwrap();
            prop_assert!(given.get() * bottom <= exact_top && amount.get() - given.get() <= U256::from(1));
        }
    }
}
