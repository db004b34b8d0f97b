use alloy_primitives::U256;
use serde::{Deserialize, Serialize};
use units::AssetAmount;

use crate::DepositKind;

/// So long after the closing deadline the notary may still decide before the deposit can expire.
pub const DECISION_PERIOD_SECONDS: u64 = 7 * 86_400;

/// Where a deposit is. From `Completed` on it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositStatus {
    /// Not on the chain yet.
    None,
    /// Signed by all three; waits for the money.
    Open,
    /// The money is complete.
    Active,
    /// The sale was made.
    Completed,
    /// The buyer withdrew.
    BuyerWithdrew,
    /// The seller withdrew.
    SellerWithdrew,
    /// Both agreed, or the notary decided, that everybody takes back their own.
    Cancelled,
    /// Called off before the money was complete.
    NotConcluded,
    /// A deadline passed.
    Expired,
}

const STATUSES: [DepositStatus; 9] = [
    DepositStatus::None,
    DepositStatus::Open,
    DepositStatus::Active,
    DepositStatus::Completed,
    DepositStatus::BuyerWithdrew,
    DepositStatus::SellerWithdrew,
    DepositStatus::Cancelled,
    DepositStatus::NotConcluded,
    DepositStatus::Expired,
];

impl DepositStatus {
    pub(super) fn from_code(code: u8) -> Option<Self> {
        STATUSES.get(usize::from(code)).copied()
    }

    pub(super) fn code(self) -> u8 {
        let place = STATUSES.iter().position(|status| *status == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
    }

    /// Whether nothing more can happen but being paid.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::None | Self::Open | Self::Active)
    }
}

/// A deposit as the contract has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositState {
    /// Where it is.
    pub status: DepositStatus,
    /// The buyer has paid.
    pub funded: bool,
    /// The seller has bonded.
    pub bonded: bool,
    /// The buyer agrees to cancel.
    pub buyer_agrees: bool,
    /// The seller agrees to cancel.
    pub seller_agrees: bool,
    /// Nonce of the buyer's next action.
    pub buyer_nonce: u32,
    /// Nonce of the seller's next action.
    pub seller_nonce: u32,
    /// Nonce of the notary's next decision.
    pub arbiter_nonce: u32,
}

impl DepositState {
    /// A deposit that the contract does not know.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            status: DepositStatus::None,
            funded: false,
            bonded: false,
            buyer_agrees: false,
            seller_agrees: false,
            buyer_nonce: 0,
            seller_nonce: 0,
            arbiter_nonce: 0,
        }
    }
}

/// Who gets what when a deposit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payouts {
    /// To the buyer, base units.
    pub buyer: AssetAmount,
    /// To the seller, base units.
    pub seller: AssetAmount,
}

/// Who gets what when a deposit ends this way, `None` while it runs. The same rule as `_resolve` of the contract.
#[must_use]
pub fn payouts(
    kind: DepositKind,
    outcome: DepositStatus,
    amount: AssetAmount,
    state: &DepositState,
) -> Option<Payouts> {
    if !outcome.is_over() {
        return None;
    }
    let amount_if = |held: bool| if held { amount.get() } else { U256::ZERO };
    let (paid, bond) = (amount_if(state.funded), amount_if(state.bonded));
    let all = paid.saturating_add(bond);
    let buyer = match (outcome, kind) {
        (DepositStatus::Completed, _) | (DepositStatus::BuyerWithdrew, DepositKind::Zadatok) => U256::ZERO,
        (DepositStatus::SellerWithdrew, DepositKind::Zadatok) => all,
        _ => paid,
    };
    Some(Payouts {
        buyer: AssetAmount::new(buyer),
        seller: AssetAmount::new(all.saturating_sub(buyer)),
    })
}
