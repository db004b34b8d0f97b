use std::time::Duration;

use chain::transfer_with_authorization_call;
use checkout::OrderState;
use serde_json::json;
use sig::Signer;

use crate::support::{NodeMode, Payer, Stack, TUSD, broadcast, send};

#[tokio::test]
async fn somebody_else_submits_the_authorization_first() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let call = transfer_with_authorization_call(
        &payer.authorization(&stack, &asked, TUSD),
        &payload.payload.signature,
    );
    let theirs = send(&stack.rpc, &stack.keys.deployer, Some(stack.tusd), call.to_vec()).await;

    let settled = stack.pay(&order, &payload).await.settled();
    assert_eq!(settled.receipt.receipt.transaction, theirs.transaction);
    assert_eq!(stack.node.transactions(), 0);
    assert_eq!(stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
}

#[tokio::test]
async fn somebody_else_overtakes_the_transaction_that_is_under_way() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let call = transfer_with_authorization_call(
        &payer.authorization(&stack, &asked, TUSD),
        &payload.payload.signature,
    );
    stack.node.call("evm_setAutomine", json!([false])).await;
    let theirs = async {
        while stack.node.transactions() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Pays a higher tip, so that it comes first in the block.
        let hash = broadcast(&stack.rpc, &stack.keys.deployer, stack.tusd, call.to_vec(), 50).await;
        stack.node.call("evm_mine", json!([])).await;
        hash
    };
    let (answer, theirs) = tokio::join!(stack.pay(&order, &payload), theirs);
    assert_eq!(answer.settled().receipt.receipt.transaction, theirs);
}

#[tokio::test]
async fn a_cancelled_authorization_is_no_payment() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let call = payer.cancellation(&asked, TUSD);
    assert!(
        send(&stack.rpc, &stack.keys.deployer, Some(stack.tusd), call)
            .await
            .succeeded
    );
    let answer = stack.pay(&order, &payload).await;
    assert_eq!(answer.error(), (402, "invalid_exact_evm_nonce_already_used"));
    assert_eq!(stack.status(&order).await.state, OrderState::Created);
}

#[tokio::test]
async fn a_node_of_another_chain_is_not_used() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack.node.call("anvil_setChainId", json!([1])).await;
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (503, "operator_unavailable")
    );
    assert_eq!(stack.node.transactions(), 0);
    stack.node.call("anvil_setChainId", json!([31337])).await;
    stack.pay(&order, &payload).await.settled();
}

#[tokio::test]
async fn a_transaction_that_the_node_lost_does_not_hold_up_the_next_ones() {
    let stack = Stack::start().await;
    let (first, second) = (
        Payer::with_tokens(&stack, 0).await,
        Payer::with_tokens(&stack, 1).await,
    );
    let (order, next) = (stack.order().await, stack.order().await);
    let payload = first.payload(&stack, &stack.ask(&order).await, TUSD);
    stack.node.set(NodeMode::LosesTransactions);
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (503, "settlement_pending")
    );
    stack.node.set(NodeMode::Up);
    let asked = stack.ask(&next).await;
    stack
        .pay(&next, &second.payload(&stack, &asked, TUSD))
        .await
        .settled();
    stack.pay(&order, &payload).await.settled();
    assert_eq!(stack.node.transactions(), 2);
}

#[tokio::test]
async fn a_payment_included_in_time_counts_although_the_till_hears_of_it_late() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let call = transfer_with_authorization_call(
        &payer.authorization(&stack, &asked, TUSD),
        &payload.payload.signature,
    );
    send(&stack.rpc, &stack.keys.deployer, Some(stack.tusd), call.to_vec()).await;
    stack.clock.advance(16 * 60);
    assert!(
        stack
            .settle_at_operator(asked.facilitator_body(&payload))
            .await
            .success
    );
}

#[tokio::test]
async fn the_operator_settled_but_the_merchant_was_not_told() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let at_operator = stack.settle_at_operator(asked.facilitator_body(&payload)).await;
    assert_eq!(stack.status(&order).await.state, OrderState::Created);

    let settled = stack.pay(&order, &payload).await.settled();
    assert_eq!(
        settled.receipt.receipt.transaction.to_string(),
        at_operator.transaction
    );
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn the_merchant_takes_over_what_another_payer_settled_at_the_operator() {
    let stack = Stack::start().await;
    let (first, second) = (
        Payer::with_tokens(&stack, 0).await,
        Payer::with_tokens(&stack, 1).await,
    );
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = first.payload(&stack, &asked, TUSD);
    assert!(
        stack
            .settle_at_operator(asked.facilitator_body(&payload))
            .await
            .success
    );

    let answer = stack.pay(&order, &second.payload(&stack, &asked, TUSD)).await;
    assert_eq!(answer.error(), (409, "order_already_paid"));
    let receipt = stack.status(&order).await.receipt.unwrap().receipt;
    assert_eq!(receipt.payer, first.key.address());
    assert_eq!(
        stack.pay(&order, &payload).await.settled().receipt.receipt,
        receipt
    );
}

#[tokio::test]
async fn a_node_that_is_down_costs_nothing_but_time() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack.node.set(NodeMode::Down);
    let answer = stack.pay(&order, &payload).await;
    assert_eq!(answer.error(), (503, "operator_unavailable"));
    assert_eq!(answer.header("retry-after"), "2");
    assert_eq!(stack.status(&order).await.state, OrderState::Submitted);
    // While its outcome is unknown nobody else may pay.
    let other = Payer::poor(1).payload(&stack, &asked, TUSD);
    assert_eq!(stack.pay(&order, &other).await.status, 409);
    assert_eq!(
        stack.get(&order.pay_url).await.error(),
        (409, "payment_in_progress")
    );

    stack.node.set(NodeMode::Up);
    stack.pay(&order, &payload).await.settled();
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn a_node_that_is_down_for_longer_than_the_quote_holds_asks_for_a_new_one() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack.node.set(NodeMode::Down);
    assert_eq!(stack.pay(&order, &payload).await.status, 503);
    stack.clock.advance(20 * 60);
    stack.node.set(NodeMode::Up);
    assert_eq!(stack.pay(&order, &payload).await.error(), (402, "quote_expired"));
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn the_reply_to_the_broadcast_is_lost() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack.node.set(NodeMode::LosesReplies);
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn the_operator_ends_after_the_broadcast_and_finds_its_transaction_again() {
    let mut stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack.node.set(NodeMode::HidesReceipts);
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (503, "settlement_pending")
    );
    let pending = stack.status(&order).await;
    assert_eq!(pending.state, OrderState::Submitted);

    stack.stop_operator().await;
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (503, "operator_unavailable")
    );
    stack.node.set(NodeMode::Up);
    stack.start_operator().await;
    let settled = stack.pay(&order, &payload).await.settled();
    assert_eq!(Some(settled.receipt.receipt.transaction), pending.transaction);
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn a_payment_is_finished_although_its_payer_went_away() {
    let mut stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack.stop_operator().await;
    let answer = stack.pay(&order, &payer.payload(&stack, &asked, TUSD)).await;
    assert_eq!(answer.error(), (503, "operator_unavailable"));
    stack.start_operator().await;
    stack.clock.advance(60);
    while stack.status(&order).await.state != OrderState::Settled {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(
        stack.balance(stack.tusd, payer.key.address()).await,
        200_000_000 - 4_546_299
    );
}

#[tokio::test]
async fn many_payers_at_once_get_gas_numbers_without_gaps() {
    let stack = Stack::start().await;
    let mut tasks = Vec::new();
    for number in 0..6 {
        let payer = Payer::with_tokens(&stack, number).await;
        let order = stack.order().await;
        let asked = stack.ask(&order).await;
        tasks.push((order, payer.payload(&stack, &asked, TUSD)));
    }
    let [a, b, c, d, e, f] = tasks.as_slice() else {
        unreachable!()
    };
    let answers = tokio::join!(
        stack.pay(&a.0, &a.1),
        stack.pay(&b.0, &b.1),
        stack.pay(&c.0, &c.1),
        stack.pay(&d.0, &d.1),
        stack.pay(&e.0, &e.1),
        stack.pay(&f.0, &f.1),
    );
    for answer in [answers.0, answers.1, answers.2, answers.3, answers.4, answers.5] {
        answer.settled();
    }
    assert_eq!(stack.node.transactions(), 6);
}
