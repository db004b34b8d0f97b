//! Rows 12, 13 and 16: between signing and the chain.

use activity::{NextStep, State};
use chain::{Broadcast, Refusal};

use crate::{
    node::{Anvil, client, look, payment},
    proxy::{Fault, Proxy},
};

const GWEI: u128 = 1_000_000_000;

#[tokio::test]
async fn row_12_signed_and_never_sent_is_sent_when_the_wallet_is_opened_again() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let journalled = payment(0, 10 * GWEI, GWEI);
    let (state, next) = look(&node, State::Signed, &journalled, 0).await;
    assert_eq!(next, NextStep::Rebroadcast);
    assert_eq!(node.broadcast(&journalled).await, Broadcast::Accepted);
    assert!(matches!(
        look(&node, state, &journalled, 0).await.0,
        State::Mined { .. }
    ));
}

#[tokio::test]
async fn row_13_a_lost_reply_is_looked_up_and_the_same_bytes_never_pay_twice() {
    let anvil = Anvil::start().await;
    let proxy = Proxy::start(&anvil.url, Fault::LoseReplies).await;
    let node = client(&[&proxy.url]).with_rounds(1);
    let paid = payment(0, 10 * GWEI, GWEI);
    assert_eq!(node.broadcast(&paid).await, Broadcast::Unknown);
    proxy.set(Fault::None);
    // Mined meanwhile: "nonce too low".
    assert_eq!(node.broadcast(&paid).await, Broadcast::LookUp);
    assert!(matches!(
        look(&node, State::Signed, &paid, 0).await.0,
        State::Mined { .. }
    ));

    anvil.call("evm_setAutomine", serde_json::json!([false])).await;
    let waiting = payment(1, 10 * GWEI, GWEI);
    assert_eq!(node.broadcast(&waiting).await, Broadcast::Accepted);
    // Still waiting: "already imported".
    assert_eq!(node.broadcast(&waiting).await, Broadcast::LookUp);
    assert_eq!(node.next_nonce(crate::node::account()).await, Ok(2));
    assert_eq!(node.mined_nonce(crate::node::account()).await, Ok(1));
}

#[tokio::test]
async fn row_16_what_the_node_refuses_has_a_name() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    // More than the account has, for gas alone.
    let dear = payment(0, u128::MAX >> 32, GWEI);
    assert_eq!(
        node.broadcast(&dear).await,
        Broadcast::Refused(Refusal::InsufficientFunds)
    );
    assert_eq!(
        node.broadcast(&payment(0, 1, 1)).await,
        Broadcast::Refused(Refusal::FeeTooLow)
    );
    // A hash in an answer that is not ours: nothing is known.
    let proxy = Proxy::start(&anvil.url, Fault::Edit("\"result\":\"0x", "\"result\":\"0x00")).await;
    let lied = client(&[&proxy.url]).with_rounds(1);
    assert_ne!(
        lied.broadcast(&payment(0, 10 * GWEI, GWEI)).await,
        Broadcast::Accepted
    );
}
