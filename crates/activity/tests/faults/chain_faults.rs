//! Rows 8, 9, 14 and 15: a chain that forgets.

use activity::{NextStep, State};
use chain::{Broadcast, FeeSuggestion, Refusal};
use serde_json::json;

use crate::{
    node::{Anvil, client, look, payment},
    proxy::{Fault, Proxy},
};

const GWEI: u128 = 1_000_000_000;

#[tokio::test]
async fn row_8_after_a_node_has_lost_everything_the_same_bytes_are_sent_again() {
    let (first, second) = (Anvil::start().await, Anvil::start().await);
    let proxy = Proxy::start(&first.url, Fault::None).await;
    let node = client(&[&proxy.url]);
    let paid = payment(0, 10 * GWEI, GWEI);
    assert_eq!(node.broadcast(&paid).await, Broadcast::Accepted);
    let (state, _) = look(&node, State::Signed, &paid, 0).await;
    assert!(matches!(state, State::Mined { .. }), "{state:?}");

    proxy.move_to(&second.url);
    let (state, next) = look(&node, state, &paid, 0).await;
    assert_eq!(
        (state, next),
        (State::Pending { missed: 0 }, NextStep::Rebroadcast)
    );
    assert_eq!(node.broadcast(&paid).await, Broadcast::Accepted);
    assert!(matches!(
        look(&node, state, &paid, 0).await.0,
        State::Mined { .. }
    ));
}

#[tokio::test]
async fn row_9_a_reorganised_payment_is_pending_again_until_it_is_deep_enough() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let before = anvil.call("evm_snapshot", json!([])).await;
    let paid = payment(0, 10 * GWEI, GWEI);
    node.broadcast(&paid).await;
    let (state, next) = look(&node, State::Signed, &paid, 0).await;
    assert!(matches!(state, State::Mined { succeeded: true, .. }), "{state:?}");
    assert_eq!(next, NextStep::Wait);

    anvil.call("evm_revert", json!([before])).await;
    let (state, next) = look(&node, state, &paid, 0).await;
    assert_eq!(
        (state, next),
        (State::Pending { missed: 0 }, NextStep::Rebroadcast)
    );
    assert_eq!(node.broadcast(&paid).await, Broadcast::Accepted);
    anvil.call("evm_mine", json!([])).await;
    let (state, next) = look(&node, state, &paid, 0).await;
    assert!(matches!(state, State::Final { succeeded: true, .. }), "{state:?}");
    assert_eq!(next, NextStep::Done);
}

#[tokio::test]
async fn row_14_a_replacement_pays_an_eighth_more_and_the_first_counts_as_replaced_after_a_while() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    anvil.call("evm_setAutomine", json!([false])).await;
    let old = FeeSuggestion {
        max_fee_per_gas: 10 * GWEI,
        max_priority_fee_per_gas: GWEI,
    };
    let first = payment(0, old.max_fee_per_gas, old.max_priority_fee_per_gas);
    assert_eq!(node.broadcast(&first).await, Broadcast::Accepted);
    let (state, _) = look(&node, State::Signed, &first, 0).await;
    assert_eq!(state, State::Pending { missed: 0 });

    let lower = payment(0, old.max_fee_per_gas - 1, old.max_priority_fee_per_gas);
    assert_eq!(
        node.broadcast(&lower).await,
        Broadcast::Refused(Refusal::ReplacementUnderpriced)
    );
    let new = old.replacement(old);
    let second = payment(0, new.max_fee_per_gas, new.max_priority_fee_per_gas);
    assert_eq!(node.broadcast(&second).await, Broadcast::Accepted);
    anvil.call("evm_mine", json!([])).await;
    let mut state = state;
    let mut looks = 0;
    while state != State::Replaced {
        let (seen, next) = look(&node, state, &first, 0).await;
        assert_ne!(next, NextStep::Rebroadcast, "its number is used");
        (state, looks) = (seen, looks + 1);
        assert!(looks < 10);
    }
    assert!(looks > 1, "never at first sight");
}

#[tokio::test]
async fn row_15_a_dropped_payment_and_a_gap_are_filled_with_the_same_bytes() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let (first, second) = (payment(0, 10 * GWEI, GWEI), payment(1, 10 * GWEI, GWEI));
    anvil.call("evm_setAutomine", json!([false])).await;
    // The second waits for the first: a gap.
    assert_eq!(node.broadcast(&second).await, Broadcast::Accepted);
    let (waiting, _) = look(&node, State::Signed, &second, 1).await;
    assert_eq!(waiting, State::Pending { missed: 0 });
    assert_eq!(node.broadcast(&first).await, Broadcast::Accepted);
    anvil.call("anvil_dropTransaction", json!([first.hash])).await;
    let (dropped, next) = look(&node, waiting, &first, 0).await;
    assert_eq!(
        (dropped, next),
        (State::Pending { missed: 1 }, NextStep::Rebroadcast)
    );
    assert_eq!(node.broadcast(&first).await, Broadcast::Accepted);
    // What waited for it may have gone with it; sent again, it is taken or known.
    let again = node.broadcast(&second).await;
    assert!(
        matches!(again, Broadcast::Accepted | Broadcast::LookUp),
        "{again:?}"
    );
    anvil.call("evm_mine", json!([])).await;
    for (paid, nonce) in [(&first, 0), (&second, 1)] {
        let (state, _) = look(&node, dropped, paid, nonce).await;
        assert!(
            matches!(state, State::Mined { .. } | State::Final { .. }),
            "{state:?}"
        );
    }
}
