use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::{Digest, typed_data_digest};

use crate::{
    DECISION_PERIOD_SECONDS, DepositKind, DepositRole, DepositState, DepositStatus, DepositTerms,
    deposit::{terms::deposit_domain, typed_data},
};

/// What buyer or seller can do in a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositAction {
    /// Withdraw from the deal.
    Withdraw,
    /// Agree that everybody takes back their own.
    AgreeToCancel,
    /// Take that agreement back.
    TakeBackAgreement,
    /// The buyer: the sale was made.
    Confirm,
}

/// What the notary can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositDecision {
    /// The sale was made.
    Completed,
    /// The buyer withdrew.
    BuyerWithdrew,
    /// The seller withdrew.
    SellerWithdrew,
    /// Everybody takes back their own.
    Cancelled,
}

impl DepositAction {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Withdraw => 0,
            Self::AgreeToCancel => 1,
            Self::TakeBackAgreement => 2,
            Self::Confirm => 3,
        }
    }

    /// The digest a side signs. `nonce` is its next one by [`DepositState`], `deadline` unix seconds.
    #[must_use]
    pub fn digest(
        self,
        terms: &DepositTerms,
        (chain, contract): (ChainId, Address),
        role: DepositRole,
        nonce: u32,
        deadline: u64,
    ) -> Digest {
        let data = typed_data::DepositAction {
            depositId: id(terms, chain, contract),
            role: role.code(),
            action: self.code(),
            nonce: U256::from(nonce),
            deadline: U256::from(deadline),
        };
        typed_data_digest(&data, &deposit_domain(chain, contract))
    }

    /// The outcome when this takes effect now, `None` when the deposit goes on.
    #[must_use]
    pub const fn outcome(self, role: DepositRole, state: &DepositState) -> Option<DepositStatus> {
        match (self, role) {
            (Self::Withdraw, _) if matches!(state.status, DepositStatus::Open) => {
                Some(DepositStatus::NotConcluded)
            }
            (Self::Withdraw, DepositRole::Buyer) => Some(DepositStatus::BuyerWithdrew),
            (Self::Withdraw, DepositRole::Seller) => Some(DepositStatus::SellerWithdrew),
            (Self::Confirm, DepositRole::Buyer) => Some(DepositStatus::Completed),
            (Self::AgreeToCancel, DepositRole::Buyer) if state.seller_agrees => {
                Some(DepositStatus::Cancelled)
            }
            (Self::AgreeToCancel, DepositRole::Seller) if state.buyer_agrees => {
                Some(DepositStatus::Cancelled)
            }
            _ => None,
        }
    }
}

impl DepositDecision {
    /// The outcome it makes.
    #[must_use]
    pub const fn outcome(self) -> DepositStatus {
        match self {
            Self::Completed => DepositStatus::Completed,
            Self::BuyerWithdrew => DepositStatus::BuyerWithdrew,
            Self::SellerWithdrew => DepositStatus::SellerWithdrew,
            Self::Cancelled => DepositStatus::Cancelled,
        }
    }

    /// The digest the notary signs. `nonce` is the next one by [`DepositState`], `deadline` unix seconds.
    #[must_use]
    pub fn digest(
        self,
        terms: &DepositTerms,
        (chain, contract): (ChainId, Address),
        nonce: u32,
        deadline: u64,
    ) -> Digest {
        let data = typed_data::DepositDecision {
            depositId: id(terms, chain, contract),
            outcome: self.outcome().code(),
            nonce: U256::from(nonce),
            deadline: U256::from(deadline),
        };
        typed_data_digest(&data, &deposit_domain(chain, contract))
    }
}

fn id(terms: &DepositTerms, chain: ChainId, contract: Address) -> B256 {
    terms.id(chain, contract).to_b256()
}

/// Something a side can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PossibleAction {
    /// Pay the deposit or the bond.
    Fund,
    /// Buyer or seller acts.
    Act(DepositAction),
    /// The notary decides.
    Decide(DepositDecision),
    /// Anybody: its time is over.
    Expire,
}

/// What a side can do now. `now` is unix seconds; `None` for a stranger.
#[must_use]
pub fn possible_actions(
    terms: &DepositTerms,
    state: &DepositState,
    role: Option<DepositRole>,
    now: u64,
) -> Vec<PossibleAction> {
    use PossibleAction::{Act, Decide, Expire, Fund};
    let mut possible = Vec::new();
    match state.status {
        DepositStatus::Open => {
            let in_time = now < terms.funding_deadline;
            let pays = match role {
                Some(DepositRole::Buyer) => !state.funded,
                Some(DepositRole::Seller) => terms.kind == DepositKind::Zadatok && !state.bonded,
                _ => false,
            };
            if pays && in_time {
                possible.push(Fund);
            }
            if matches!(role, Some(DepositRole::Buyer | DepositRole::Seller)) {
                possible.push(Act(DepositAction::Withdraw));
            }
            if !in_time {
                possible.push(Expire);
            }
        }
        DepositStatus::Active => {
            let agrees = match role {
                Some(DepositRole::Buyer) => Some(state.buyer_agrees),
                Some(DepositRole::Seller) => Some(state.seller_agrees),
                _ => None,
            };
            if role == Some(DepositRole::Buyer) {
                possible.push(Act(DepositAction::Confirm));
            }
            match agrees {
                Some(false) => possible.push(Act(DepositAction::AgreeToCancel)),
                Some(true) => possible.push(Act(DepositAction::TakeBackAgreement)),
                None => {}
            }
            if agrees.is_some() {
                possible.push(Act(DepositAction::Withdraw));
            }
            if role == Some(DepositRole::Arbiter) {
                possible.extend(
                    [
                        DepositDecision::Completed,
                        DepositDecision::BuyerWithdrew,
                        DepositDecision::SellerWithdrew,
                        DepositDecision::Cancelled,
                    ]
                    .map(Decide),
                );
            }
            if now >= terms.closing_deadline.saturating_add(DECISION_PERIOD_SECONDS) {
                possible.push(Expire);
            }
        }
        _ => {}
    }
    possible
}
