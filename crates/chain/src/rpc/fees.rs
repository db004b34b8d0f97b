use alloc::vec::Vec;

use alloy_primitives::{U128, U256};
use serde::Deserialize;
use serde_json::json;

use crate::{FeeSuggestion, HttpPort, RpcClient, RpcError};

/// How many blocks are looked back at.
const BLOCKS: u8 = 20;
/// Which tips of each block are asked for, per cent.
const PERCENTILES: [u8; 3] = [10, 50, 90];
/// A tip of nothing is passed over; 1 wei is enough on empty chains.
const LEAST_TIP: u128 = 1;

/// Fees for three speeds, wei a gas unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeePresets {
    /// The base fee of the next block.
    pub base_fee: u128,
    /// May wait for a calmer moment: room for the base fee to rise by a quarter.
    pub slow: FeeSuggestion,
    /// Within a few blocks: room for the base fee to double.
    pub normal: FeeSuggestion,
    /// Among the first of the next block: room for the base fee to triple.
    pub fast: FeeSuggestion,
}

/// The node's fees cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fee of {fee} wei a gas unit is above the ceiling of {ceiling}")]
pub struct FeeAboveCeiling {
    /// What the node suggests.
    pub fee: u128,
    /// What is allowed.
    pub ceiling: u128,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct History {
    base_fee_per_gas: Vec<U128>,
    #[serde(default)]
    reward: Option<Vec<Vec<U128>>>,
}

impl<H: HttpPort> RpcClient<H> {
    /// Three presets from `eth_feeHistory` of the last 20 blocks.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn fee_presets(&self) -> Result<FeePresets, RpcError> {
        const METHOD: &str = "eth_feeHistory";
        let history: History = self
            .call(METHOD, json!([U128::from(BLOCKS), "latest", PERCENTILES]))
            .await?;
        presets(&history).ok_or(RpcError::Malformed { method: METHOD })
    }
}

fn presets(history: &History) -> Option<FeePresets> {
    // The last entry is the base fee of the block to come.
    let base_fee: u128 = history.base_fee_per_gas.last()?.to();
    let tip = |column: usize| {
        let mut tips: Vec<u128> = history
            .reward
            .iter()
            .flatten()
            .filter_map(|row| row.get(column))
            .map(|tip| tip.to())
            .collect();
        tips.sort_unstable();
        tips.get(tips.len() / 2).copied().unwrap_or(0).max(LEAST_TIP)
    };
    let suggest = |room_percent: u128, tip: u128| FeeSuggestion {
        max_fee_per_gas: base_fee
            .saturating_mul(room_percent)
            .div_ceil(100)
            .saturating_add(tip),
        max_priority_fee_per_gas: tip,
    };
    let (low, middle) = (tip(0), tip(1));
    let middle = middle.max(low);
    Some(FeePresets {
        base_fee,
        slow: suggest(125, low),
        normal: suggest(200, middle),
        fast: suggest(300, tip(2).max(middle)),
    })
}

impl FeeSuggestion {
    /// Refuses a fee above a ceiling: the node chooses the numbers, the payer the ceiling.
    ///
    /// # Errors
    /// [`FeeAboveCeiling`].
    pub const fn check_ceiling(self, ceiling: u128) -> Result<Self, FeeAboveCeiling> {
        if self.max_fee_per_gas > ceiling {
            Err(FeeAboveCeiling {
                fee: self.max_fee_per_gas,
                ceiling,
            })
        } else {
            Ok(self)
        }
    }

    /// The fees that replace a transaction which offers `self`: at least 12.5 % more of both, rounded up, and never less
    /// than what is suggested now. Nodes ask for 10 %; Anvil takes less.
    #[must_use]
    pub fn replacement(self, now: Self) -> Self {
        let tip = bump(self.max_priority_fee_per_gas).max(now.max_priority_fee_per_gas);
        Self {
            max_fee_per_gas: bump(self.max_fee_per_gas).max(now.max_fee_per_gas).max(tip),
            max_priority_fee_per_gas: tip,
        }
    }

    /// The most that this much gas may cost, wei.
    #[must_use]
    pub fn most(self, gas: u64) -> U256 {
        U256::from(self.max_fee_per_gas) * U256::from(gas)
    }
}

/// An eighth more, rounded up.
const fn bump(fee: u128) -> u128 {
    fee.saturating_add(fee.div_ceil(8))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    fn fee(max: u128, tip: u128) -> FeeSuggestion {
        FeeSuggestion {
            max_fee_per_gas: max,
            max_priority_fee_per_gas: tip,
        }
    }

    #[test]
    fn presets_follow_the_medians_of_the_history() {
        let row = |tips: [u8; 3]| tips.map(U128::from).to_vec();
        let history = History {
            base_fee_per_gas: vec![U128::from(90), U128::from(100)],
            reward: Some(vec![row([1, 5, 50]), row([2, 6, 60]), row([9, 9, 90])]),
        };
        let presets = presets(&history).unwrap();
        assert_eq!(presets.base_fee, 100);
        assert_eq!(presets.slow, fee(127, 2));
        assert_eq!(presets.normal, fee(206, 6));
        assert_eq!(presets.fast, fee(360, 60));
    }

    #[test]
    fn an_empty_chain_and_a_shuffled_history_still_give_ordered_presets() {
        let bare = History {
            base_fee_per_gas: vec![U128::from(7)],
            reward: None,
        };
        assert_eq!(presets(&bare).unwrap().normal, fee(15, 1));
        let shuffled = History {
            base_fee_per_gas: vec![U128::MAX],
            reward: Some(vec![vec![U128::from(9), U128::from(1)]]),
        };
        let shuffled = presets(&shuffled).unwrap();
        assert!(shuffled.slow.max_priority_fee_per_gas <= shuffled.normal.max_priority_fee_per_gas);
        assert!(
            presets(&History {
                base_fee_per_gas: vec![],
                reward: None
            })
            .is_none()
        );
    }

    #[test]
    fn the_ceiling_holds() {
        assert!(fee(10, 1).check_ceiling(10).is_ok());
        assert_eq!(
            fee(11, 1).check_ceiling(10),
            Err(FeeAboveCeiling { fee: 11, ceiling: 10 })
        );
    }

    proptest! {
        /// Row 14: real nodes want a tenth more of both; Anvil cannot tell.
        #[test]
        fn a_replacement_pays_at_least_an_eighth_more_of_both(
            max in 1u128..u128::MAX / 2, tip in 1u128..u128::MAX / 2, now_max: u64, now_tip: u64,
        ) {
            let old = fee(max, tip.min(max));
            let new = old.replacement(fee(now_max.into(), now_tip.into()));
            let eighth_more = |old: u128, new: u128| U256::from(new) * U256::from(8) >= U256::from(old) * U256::from(9);
            prop_assert!(eighth_more(old.max_fee_per_gas, new.max_fee_per_gas));
            prop_assert!(eighth_more(old.max_priority_fee_per_gas, new.max_priority_fee_per_gas));
            prop_assert!(new.max_priority_fee_per_gas <= new.max_fee_per_gas);
            prop_assert!(new.max_fee_per_gas >= u128::from(now_max));
        }
    }
}
