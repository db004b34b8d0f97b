use alloc::string::{String, ToString};

use alloy_primitives::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Tiyn, UnitError, decimal};

/// A quantity in thousandths of its unit: 1 500 is one and a half. On wires a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuantityMilli(u64);

impl QuantityMilli {
    /// Takes a count of thousandths.
    #[must_use]
    pub const fn new(milli: u64) -> Self {
        Self(milli)
    }

    /// The count of thousandths.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The price of this quantity at `unit` tiyn a whole unit, half-up to the tiyn.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn price(self, unit: Tiyn) -> Result<Tiyn, UnitError> {
        let thousand = U256::from(1000u16);
        let exact = U256::from(self.0) * U256::from(unit.get());
        Tiyn::try_from((exact + U256::from(500u16)) / thousand)
    }
}

impl Serialize for QuantityMilli {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

impl<'de> Deserialize<'de> for QuantityMilli {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let value = decimal::parse_scaled(&text, 0).map_err(serde::de::Error::custom)?;
        u64::try_from(value)
            .map(Self)
            .map_err(|_| serde::de::Error::custom(UnitError::Overflow))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn price_is_half_up_to_the_tiyn() {
        let price = |milli, unit| {
            QuantityMilli(milli)
                .price(Tiyn::new(unit).unwrap())
                .map(Tiyn::get)
        };
        assert_eq!(price(1_500, 950_00), Ok(1425_00));
        assert_eq!(price(333, 3), Ok(1)); // 0.999
        assert_eq!(price(500, 1), Ok(1)); // 0.5
        assert_eq!(price(u64::MAX, u64::MAX / 2), Err(UnitError::Overflow));
    }
}
