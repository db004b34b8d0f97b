//! A till that is killed between any two steps of a payment, and started again.

use checkout::OrderState;
use reqwest::Method;
use serde_json::json;

use crate::support::{NodeMode, Payer, Program, Stack, TUSD};

/// What one order of the tests costs in tUSD, and what the merchant gets for it.
const COST: u64 = 4_546_299;
const CREDIT: i64 = 243_162;

#[tokio::test]
async fn an_operator_killed_at_any_step_settles_the_payment_once() {
    let points = [
        // Stored, nothing signed.
        NodeMode::HoldsBefore("eth_call"),
        // Signed and journalled, not sent.
        NodeMode::HoldsBefore("eth_sendRawTransaction"),
        // Sent, the reply not heard.
        NodeMode::HoldsAfter("eth_sendRawTransaction"),
        // Mined, not booked.
        NodeMode::HoldsBefore("eth_getTransactionReceipt"),
    ];
    let mut stack = Stack::start().await;
    stack.stop_operator().await;
    for (number, point) in (0..).zip(points) {
        let payer = Payer::with_tokens(&stack, number).await;
        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let order = stack.order().await;
        let payload = payer.payload(&stack, &stack.ask(&order).await, TUSD);
        stack.node.set(point);
        let (answer, ()) = tokio::join!(stack.pay(&order, &payload), async {
            stack.node.until_held().await;
            operator.kill().await;
        });
        assert_eq!(answer.error(), (503, "operator_unavailable"), "{point:?}");
        stack.node.set(NodeMode::Up);

        let operator = Program::start(&stack, "operator", "operator.toml").await;
        stack.pay(&order, &payload).await.settled();
        let settled = usize::try_from(number + 1).unwrap();
        assert_eq!(stack.node.transactions(), settled, "{point:?}");
        let spent = 200_000_000 - stack.balance(stack.tusd, sig::Signer::address(&payer.key)).await;
        assert_eq!(spent, COST, "{point:?}");
        assert_eq!(
            stack.owed_to_merchants().await,
            CREDIT * i64::from(number + 1),
            "{point:?}"
        );
        operator.kill().await;
    }
    assert_eq!(
        stack.reconcile("operator").await,
        (Some(0), "4 checked, 0 differ\n".into())
    );
}

#[tokio::test]
async fn a_merchant_killed_while_the_operator_settles_learns_it_from_its_own_books() {
    let mut stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    stack.stop_merchant().await;
    let merchant = Program::start(&stack, "merchant", "merchant.toml").await;
    let order = stack.order().await;
    let payload = payer.payload(&stack, &stack.ask(&order).await, TUSD);
    stack.node.set(NodeMode::HidesReceipts);
    let url = order.pay_url.clone();
    let header = checkout::x402::encode_header(&payload).unwrap();
    // Whoever pays hears nothing: the till dies while it answers.
    let paying = tokio::spawn(
        reqwest::Client::new()
            .request(Method::GET, url)
            .header("payment-signature", header)
            .send(),
    );
    while stack.node.transactions() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    merchant.kill().await;
    assert!(paying.await.unwrap().is_err());
    stack.node.set(NodeMode::Up);

    let _merchant = Program::start(&stack, "merchant", "merchant.toml").await;
    while !matches!(
        stack.status(&order).await.state,
        OrderState::Settled | OrderState::Final
    ) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(stack.node.transactions(), 1);
    assert_eq!(stack.owed_to_merchants().await, CREDIT);
    assert_eq!(stack.reconcile("merchant").await.0, Some(0));
}

#[tokio::test]
async fn an_idempotency_key_holds_across_a_crash() {
    let mut stack = Stack::start().await;
    stack.stop_merchant().await;
    let merchant = Program::start(&stack, "merchant", "merchant.toml").await;
    let key = [("idempotency-key", "table-7")];
    let body = crate::support::order_body();
    let first = stack.post_order(&key, body.clone()).await;
    merchant.kill().await;
    let _merchant = Program::start(&stack, "merchant", "merchant.toml").await;
    let second = stack.post_order(&key, body).await;
    assert_eq!(
        (first.status, &first.body["orderId"]),
        (201, &second.body["orderId"])
    );
    assert_ne!(first.body["orderId"], json!(null));
}
