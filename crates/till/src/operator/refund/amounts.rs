//! The arithmetic of refunds.

use sig::U256;
use units::{AssetAmount, Rate, Tiyn};

/// Tenge in base units of the asset, rounded down. `None` when it does not fit.
pub(super) fn amount_of(rate: &Rate, tiyn: Tiyn, decimals: u8) -> Option<AssetAmount> {
    let scale = U256::from(10u8).checked_pow(U256::from(decimals))?;
    let top = U256::from(tiyn.get())
        .checked_mul(rate.num())?
        .checked_mul(scale)?;
    Some(AssetAmount::new(top / rate.den().checked_mul(U256::from(100u8))?))
}

/// The part of a fee that comes back with `part`, after `before` was given back of `total`: in proportion, so that the
/// parts of a whole refund add up to the whole fee.
pub(super) fn fee_share(fee: Tiyn, total: Tiyn, before: Tiyn, part: Tiyn) -> Tiyn {
    let share = |of: Tiyn| {
        let share = (U256::from(fee.get()) * U256::from(of.get())).checked_div(U256::from(total.get()));
        share
            .and_then(|share| Tiyn::try_from(share).ok())
            .unwrap_or_default()
    };
    let after = before.checked_add(part).unwrap_or(total);
    share(after).checked_sub(share(before)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tiyn(value: u64) -> Tiyn {
        Tiyn::new(value).unwrap()
    }

    proptest! {
        #[test]
        fn parts_of_a_fee_add_up_to_it(fee in 0u64..1_000_000, rest in 1u64..1_000_000_000, cuts in proptest::collection::vec(1u64..1_000_000_000, 0..6)) {
            let total = tiyn(fee + rest);
            let mut marks: Vec<u64> = cuts.iter().map(|cut| cut % total.get()).filter(|cut| *cut > 0).collect();
            marks.push(total.get());
            marks.sort_unstable();
            marks.dedup();
            let (mut before, mut sum) = (0, 0);
            for mark in marks {
                sum += fee_share(tiyn(fee), total, tiyn(before), tiyn(mark - before)).get();
                before = mark;
            }
            prop_assert_eq!(sum, fee);
        }

        #[test]
        fn what_is_given_back_in_parts_at_one_rate_never_exceeds_what_was_paid(
            parts in proptest::collection::vec(1u64..1_000_000_000, 1..6), num in 1u64..1_000_000, den in 1u64..1_000_000, decimals in 0u8..19,
        ) {
            let rate = Rate::new(U256::from(num), U256::from(den)).unwrap();
            let paid = rate.asset_for(tiyn(parts.iter().sum()), decimals).unwrap();
            let back = parts.iter().fold(U256::ZERO, |sum, part| sum + amount_of(&rate, tiyn(*part), decimals).unwrap().get());
            prop_assert!(back <= paid.get());
        }
    }
}
