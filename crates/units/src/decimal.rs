//! The one parser and the one printer of decimal text.

use alloc::{format, string::String};

use alloy_primitives::U256;

use crate::UnitError;

/// Parses `"12.50"` with `decimals` = 2 into `1250`. Digits on both sides of the point are required.
pub(crate) fn parse_scaled(text: &str, decimals: u8) -> Result<U256, UnitError> {
    let refuse = || UnitError::NotANumber(text.into());
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(refuse()),
        None => (text, ""),
    };
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return Err(refuse());
    }
    if fraction.len() > usize::from(decimals) {
        return Err(UnitError::SurplusDecimals { allowed: decimals });
    }
    let ten = U256::from(10u8);
    let mut value = U256::ZERO;
    let digits = whole.bytes().chain(fraction.bytes());
    let padding = usize::from(decimals) - fraction.len();
    for digit in digits.map(|b| b - b'0').chain(core::iter::repeat_n(0, padding)) {
        value = value
            .checked_mul(ten)
            .and_then(|v| v.checked_add(U256::from(digit)))
            .ok_or(UnitError::Overflow)?;
    }
    Ok(value)
}

/// Prints `1250` with `decimals` = 2 as `"12.50"`: always all decimals, no group separators.
pub(crate) fn print_scaled(value: U256, decimals: u8) -> String {
    let width = usize::from(decimals) + 1;
    let digits = format!("{:0>width$}", format!("{value}"));
    if decimals == 0 {
        return digits;
    }
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(decimals));
    format!("{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn surplus_decimals_and_loose_forms_are_refused() {
        assert_eq!(
            parse_scaled("0.0000005", 6),
            Err(UnitError::SurplusDecimals { allowed: 6 })
        );
        for text in [
            "", ".", ".5", "5.", "-1", "+1", "1e3", "1,000", " 1", "1 ", "٣", "1.2.3", "0x10", "1_0",
        ] {
            assert_eq!(
                parse_scaled(text, 6),
                Err(UnitError::NotANumber(text.into())),
                "{text:?}"
            );
        }
    }

    #[test]
    fn the_largest_value_fits_and_one_more_does_not() {
        let max = U256::MAX.to_string();
        assert_eq!(parse_scaled(&max, 0), Ok(U256::MAX));
        assert_eq!(parse_scaled(&max, 1), Err(UnitError::Overflow));
    }

    proptest! {
        #[test]
        fn printing_then_parsing_gives_the_same_value(value: u128, decimals in 0u8..30) {
            let value = U256::from(value);
            prop_assert_eq!(parse_scaled(&print_scaled(value, decimals), decimals), Ok(value));
        }
    }
}
