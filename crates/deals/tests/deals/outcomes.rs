use deals::{
    DECISION_PERIOD_SECONDS, DepositAction, DepositKind, DepositRole, DepositState, DepositStatus,
    PossibleAction, payouts, possible_actions,
};
use proptest::prelude::*;
use sig::U256;
use units::AssetAmount;

use crate::sample::{NOW, agreement};

const OVER: [DepositStatus; 6] = [
    DepositStatus::Completed,
    DepositStatus::BuyerWithdrew,
    DepositStatus::SellerWithdrew,
    DepositStatus::Cancelled,
    DepositStatus::NotConcluded,
    DepositStatus::Expired,
];

fn state(status: DepositStatus, funded: bool, bonded: bool) -> DepositState {
    DepositState {
        status,
        funded,
        bonded,
        buyer_agrees: false,
        seller_agrees: false,
        buyer_nonce: 0,
        seller_nonce: 0,
        arbiter_nonce: 0,
    }
}

proptest! {
    /// Money in is money out, whatever the outcome.
    #[test]
    fn nothing_is_made_or_lost(amount in 1u128.., outcome in 0usize..6, funded: bool, bonded: bool, zadatok: bool) {
        let kind = if zadatok { DepositKind::Zadatok } else { DepositKind::Avans };
        let held = state(DepositStatus::Active, funded, bonded);
        let amount = AssetAmount::new(U256::from(amount));
        let paid = payouts(kind, OVER[outcome], amount, &held).unwrap();
        let count = U256::from(u8::from(funded) + u8::from(bonded));
        prop_assert_eq!(paid.buyer.get() + paid.seller.get(), amount.get() * count);
    }
}

/// The table of `contracts/README.md`.
#[test]
fn each_kind_has_its_rule() {
    let amount = AssetAmount::new(U256::from(5));
    let get = |kind, outcome, bonded| {
        let paid = payouts(kind, outcome, amount, &state(DepositStatus::Active, true, bonded)).unwrap();
        (paid.buyer.get().to::<u64>(), paid.seller.get().to::<u64>())
    };
    use DepositKind::{Avans, Zadatok};
    assert_eq!(get(Zadatok, DepositStatus::Completed, true), (0, 10));
    assert_eq!(get(Zadatok, DepositStatus::BuyerWithdrew, true), (0, 10));
    assert_eq!(get(Zadatok, DepositStatus::SellerWithdrew, true), (10, 0));
    assert_eq!(get(Zadatok, DepositStatus::Cancelled, true), (5, 5));
    assert_eq!(get(Zadatok, DepositStatus::Expired, true), (5, 5));
    assert_eq!(get(Avans, DepositStatus::Completed, false), (0, 5));
    assert_eq!(get(Avans, DepositStatus::BuyerWithdrew, false), (5, 0));
    assert_eq!(get(Avans, DepositStatus::SellerWithdrew, false), (5, 0));
    let running = state(DepositStatus::Active, true, true);
    assert_eq!(payouts(Zadatok, DepositStatus::Active, amount, &running), None);
}

#[test]
fn each_side_is_offered_what_it_can_do() {
    use PossibleAction::{Act, Expire, Fund};
    let terms = agreement(DepositKind::Zadatok).terms();
    let can = |state: &DepositState, role, now| possible_actions(&terms, state, role, now);
    let open = state(DepositStatus::Open, true, false);
    assert_eq!(
        can(&open, Some(DepositRole::Buyer), NOW),
        [Act(DepositAction::Withdraw)]
    );
    assert_eq!(
        can(&open, Some(DepositRole::Seller), NOW),
        [Fund, Act(DepositAction::Withdraw)]
    );
    assert_eq!(can(&open, Some(DepositRole::Arbiter), NOW), []);
    assert_eq!(can(&open, None, terms.funding_deadline), [Expire]);
    let mut active = state(DepositStatus::Active, true, true);
    assert_eq!(
        can(&active, Some(DepositRole::Buyer), NOW),
        [
            Act(DepositAction::Confirm),
            Act(DepositAction::AgreeToCancel),
            Act(DepositAction::Withdraw)
        ]
    );
    active.seller_agrees = true;
    assert_eq!(
        can(&active, Some(DepositRole::Seller), NOW),
        [
            Act(DepositAction::TakeBackAgreement),
            Act(DepositAction::Withdraw)
        ]
    );
    assert_eq!(can(&active, Some(DepositRole::Arbiter), NOW).len(), 4);
    let end = terms.closing_deadline + DECISION_PERIOD_SECONDS;
    assert_eq!(can(&active, None, end - 1), []);
    assert_eq!(can(&active, None, end), [Expire]);
    for status in OVER {
        assert_eq!(can(&state(status, true, true), Some(DepositRole::Buyer), end), []);
    }
}

#[test]
fn an_action_says_what_it_leads_to() {
    let mut active = state(DepositStatus::Active, true, true);
    let agree = DepositAction::AgreeToCancel;
    assert_eq!(agree.outcome(DepositRole::Buyer, &active), None);
    active.seller_agrees = true;
    assert_eq!(
        agree.outcome(DepositRole::Buyer, &active),
        Some(DepositStatus::Cancelled)
    );
    let open = state(DepositStatus::Open, true, false);
    assert_eq!(
        DepositAction::Withdraw.outcome(DepositRole::Buyer, &open),
        Some(DepositStatus::NotConcluded)
    );
}
