//! Reorganisations, fees that rise, fees that are too high; and orders that are called off.

use std::time::Duration;

use checkout::OrderState;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{API_KEY, Payer, Stack, TUSD};

#[tokio::test]
async fn a_reorganisation_takes_a_settled_payment_back_and_it_is_settled_again() {
    let stack = Stack::start_with(|registry| registry.chains[0].finality_depth = 50, |_| {}).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let first = stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    stack.node.call("evm_setAutomine", json!([false])).await;
    stack.node.call("anvil_dropAllTransactions", json!([])).await;
    stack.node.call("anvil_reorg", json!([1, []])).await;
    // Whatever the node remembered of it is gone: the payment is being made again, not shown as paid.
    for _ in 0..100 {
        if stack.credit(asked.order_hash()).await.state == OrderState::Submitted {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(
        stack.credit(asked.order_hash()).await.state,
        OrderState::Submitted
    );
    let balance: i64 = stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum();
    assert_eq!(balance, 0);
    let owed = |rows: Vec<(String, i64)>| {
        rows.iter()
            .filter(|(name, _)| name.contains("merchant"))
            .map(|(_, tiyn)| tiyn)
            .sum::<i64>()
    };
    assert_eq!(owed(stack.ledger().await), 0);
    for _ in 0..100 {
        if stack.status(&order).await.state == OrderState::Submitted {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let status = stack.status(&order).await;
    assert_eq!((status.state, status.receipt), (OrderState::Submitted, None));

    stack.node.call("evm_setAutomine", json!([true])).await;
    stack.node.call("evm_mine", json!([])).await;
    for _ in 0..150 {
        if stack.status(&order).await.state == OrderState::Settled {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let again = stack.status(&order).await.receipt.expect("settled again");
    assert_eq!(again.receipt.order_hash, first.receipt.receipt.order_hash);
    assert_eq!(owed(stack.ledger().await), -243_162);
}

#[tokio::test]
async fn a_transaction_that_waits_is_signed_again_with_a_higher_fee_and_the_same_number() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack.node.call("evm_setAutomine", json!([false])).await;
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (503, "settlement_pending")
    );
    stack.clock.advance(31);
    for _ in 0..100 {
        if stack.node.transactions() > 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stack.node.call("evm_mine", json!([])).await;
    stack.node.call("evm_setAutomine", json!([true])).await;
    stack.pay(&order, &payload).await.settled();
    assert_eq!(stack.node.transactions(), 2);
    assert_eq!(
        stack.balance(stack.tusd, payer_address(&payer)).await,
        200_000_000 - 4_546_299
    );
}

fn payer_address(payer: &Payer) -> sig::Address {
    sig::Signer::address(&payer.key)
}

#[tokio::test]
async fn above_the_ceiling_nothing_is_sent_and_the_payment_waits() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    stack
        .node
        .call("anvil_setNextBlockBaseFeePerGas", json!(["0x4a817c8000"])) // 320 gwei
        .await;
    stack.node.call("evm_mine", json!([])).await;
    let answer = stack.pay(&order, &payload).await;
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert_eq!(stack.node.transactions(), 0);
    stack
        .node
        .call("anvil_setNextBlockBaseFeePerGas", json!(["0x3b9aca00"]))
        .await;
    stack.node.call("evm_mine", json!([])).await;
    stack.pay(&order, &payload).await.settled();
}

#[tokio::test]
async fn an_order_is_called_off_by_the_merchant_only_and_only_before_it_is_paid() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let (order, paid) = (stack.order().await, stack.order().await);
    let authorization = format!("Bearer {API_KEY}");
    let known = [("authorization", authorization.as_str())];
    let cancel = async |url: &str, headers: &[(&str, &str)]| {
        stack.call(Method::DELETE, url, headers, Value::Null).await.status
    };
    assert_eq!(cancel(&order.status_url, &[]).await, 401);
    assert_eq!(cancel(&order.status_url, &known).await, 204);
    assert_eq!(cancel(&order.status_url, &known).await, 204);
    assert_eq!(stack.status(&order).await.state, OrderState::Cancelled);
    assert_eq!(stack.get(&order.pay_url).await.error(), (410, "order_expired"));
    let asked = stack.ask(&paid).await;
    stack
        .pay(&paid, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    assert_eq!(cancel(&paid.status_url, &known).await, 409);
}

#[tokio::test]
async fn an_open_page_is_told_when_the_order_is_paid() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let mut events = reqwest::get(format!("{}/events", order.status_url))
        .await
        .unwrap();
    let first = events.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("\"state\":\"created\""));
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    let mut text = String::new();
    while !text.contains("\"state\":\"settled\"") {
        text.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()));
    }
}
