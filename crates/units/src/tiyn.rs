use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

use alloy_primitives::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{UnitError, decimal};

/// An amount of tenge in tiyn (1/100 ₸). On wires a decimal string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tiyn(u64);

impl Tiyn {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The largest amount a database column (signed 64 bit) can hold.
    pub const MAX: Self = Self(i64::MAX.unsigned_abs());

    /// Takes a count of tiyn.
    ///
    /// # Errors
    /// [`UnitError::Overflow`] above [`Tiyn::MAX`].
    pub const fn new(tiyn: u64) -> Result<Self, UnitError> {
        if tiyn > Self::MAX.0 {
            Err(UnitError::Overflow)
        } else {
            Ok(Self(tiyn))
        }
    }

    /// Parses tenge as people write them in configuration: `"950"` or `"950.50"`.
    ///
    /// # Errors
    /// [`UnitError`] for anything but plain digits with at most two decimals.
    pub fn parse_tenge(text: &str) -> Result<Self, UnitError> {
        Self::try_from(decimal::parse_scaled(text, 2)?)
    }

    /// The count of tiyn.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The amount as a signed database value.
    #[must_use]
    pub const fn to_i64(self) -> i64 {
        // In range: `new` refuses everything above `i64::MAX`.
        self.0.cast_signed()
    }

    /// Whole tenge and the tiyn beyond.
    #[must_use]
    pub const fn split(self) -> (u64, u64) {
        (self.0 / 100, self.0 % 100)
    }

    /// Adds.
    ///
    /// # Errors
    /// [`UnitError::Overflow`].
    pub const fn checked_add(self, other: Self) -> Result<Self, UnitError> {
        match self.0.checked_add(other.0) {
            Some(sum) => Self::new(sum),
            None => Err(UnitError::Overflow),
        }
    }

    /// Subtracts.
    ///
    /// # Errors
    /// [`UnitError::Negative`] when `other` is larger.
    pub const fn checked_sub(self, other: Self) -> Result<Self, UnitError> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Ok(Self(rest)),
            None => Err(UnitError::Negative),
        }
    }
}

impl TryFrom<U256> for Tiyn {
    type Error = UnitError;

    fn try_from(value: U256) -> Result<Self, UnitError> {
        Self::new(u64::try_from(value).map_err(|_| UnitError::Overflow)?)
    }
}

impl TryFrom<i64> for Tiyn {
    type Error = UnitError;

    fn try_from(value: i64) -> Result<Self, UnitError> {
        Self::new(u64::try_from(value).map_err(|_| UnitError::Negative)?)
    }
}

impl From<Tiyn> for U256 {
    fn from(value: Tiyn) -> Self {
        Self::from(value.0)
    }
}

/// Prints the count of tiyn, as on wires. For people, the interface formats by language.
impl fmt::Display for Tiyn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Tiyn {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::try_from(decimal::parse_scaled(text, 0)?)
    }
}

impl Serialize for Tiyn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Tiyn {
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
    fn tenge_text_becomes_tiyn() {
        assert_eq!(Tiyn::parse_tenge("950.50"), Ok(Tiyn(95_050)));
        assert_eq!(
            Tiyn::parse_tenge("950.505"),
            Err(UnitError::SurplusDecimals { allowed: 2 })
        );
        assert_eq!(
            Tiyn::parse_tenge("1 000"),
            Err(UnitError::NotANumber("1 000".into()))
        );
    }

    #[test]
    fn arithmetic_refuses_to_leave_the_range() {
        assert_eq!(Tiyn::MAX.checked_add(Tiyn(1)), Err(UnitError::Overflow));
        assert_eq!(Tiyn(1).checked_sub(Tiyn(2)), Err(UnitError::Negative));
    }

    #[test]
    fn the_wire_form_is_a_decimal_string() {
        assert_eq!(serde_json::to_string(&Tiyn(95_000)).unwrap(), r#""95000""#);
        assert_eq!(serde_json::from_str::<Tiyn>(r#""95000""#).unwrap(), Tiyn(95_000));
        assert!(serde_json::from_str::<Tiyn>("95000").is_err());
        assert!(serde_json::from_str::<Tiyn>(r#""95000.0""#).is_err());
    }
}
