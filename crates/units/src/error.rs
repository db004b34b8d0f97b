use alloc::string::String;

/// Why a number was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// The text is not a plain decimal number: no signs, no exponents, no group separators.
    #[error("not a plain decimal number: {0:?}")]
    NotANumber(String),
    /// More digits after the point than the unit has.
    #[error("more than {allowed} digits after the decimal point")]
    SurplusDecimals {
        /// How many digits the unit has.
        allowed: u8,
    },
    /// The result does not fit.
    #[error("the amount is too large")]
    Overflow,
    /// The subtraction would go below zero.
    #[error("the amount would be negative")]
    Negative,
    /// A rate needs a numerator and a denominator above zero.
    #[error("a rate must be above zero")]
    ZeroRate,
    /// Above 100 %.
    #[error("{0} basis points are above 100 %")]
    TooManyBps(u16),
}
