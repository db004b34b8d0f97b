use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

use alloy_primitives::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{UnitError, decimal};

/// An amount of a token or of the native coin in base units (wei for the coin). On wires a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AssetAmount(U256);

impl AssetAmount {
    /// Nothing.
    pub const ZERO: Self = Self(U256::ZERO);

    /// Takes a count of base units.
    #[must_use]
    pub const fn new(base_units: U256) -> Self {
        Self(base_units)
    }

    /// The count of base units.
    #[must_use]
    pub const fn get(self) -> U256 {
        self.0
    }

    /// Parses an amount in whole units, `"1.5"` with 6 decimals being 1 500 000 base units.
    ///
    /// # Errors
    /// [`UnitError`] for surplus decimals, loose forms (`".5"`, `"5."`, `"1,000"`) and overflow.
    pub fn parse_whole(text: &str, decimals: u8) -> Result<Self, UnitError> {
        decimal::parse_scaled(text, decimals).map(Self)
    }

    /// The amount in whole units with all decimals: `"1.500000"`.
    #[must_use]
    pub fn to_whole(self, decimals: u8) -> String {
        decimal::print_scaled(self.0, decimals)
    }

    /// Adds.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, UnitError> {
        self.0.checked_add(other.0).map(Self).ok_or(UnitError::Overflow)
    }

    /// Subtracts.
    ///
    /// # Errors
    /// [`UnitError::Negative`] when `other` is larger.
    pub fn checked_sub(self, other: Self) -> Result<Self, UnitError> {
        self.0.checked_sub(other.0).map(Self).ok_or(UnitError::Negative)
    }
}

/// Prints base units, as on wires.
impl fmt::Display for AssetAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AssetAmount {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        decimal::parse_scaled(text, 0).map(Self)
    }
}

impl Serialize for AssetAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for AssetAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_units_keep_every_decimal() {
        let amount = AssetAmount::parse_whole("1.5", 6).unwrap();
        assert_eq!(amount, AssetAmount::new(U256::from(1_500_000)));
        assert_eq!(amount.to_whole(6), "1.500000");
        assert_eq!(AssetAmount::new(U256::from(5)).to_whole(2), "0.05");
    }

    #[test]
    fn wire_text_is_decimal_only() {
        assert!(serde_json::from_str::<AssetAmount>(r#""0x10""#).is_err());
        assert!(serde_json::from_str::<AssetAmount>(r#""-1""#).is_err());
        assert_eq!(
            serde_json::to_string(&AssetAmount::new(U256::MAX)).unwrap().len(),
            80
        );
    }
}
