//! When a payment is final, by its amount.

use checkout::{CreateOrderResponse, OrderState};
use serde_json::json;

use crate::support::{Payer, Stack, TUSD, order_body};

async fn until(stack: &Stack, order: &CreateOrderResponse, state: OrderState) {
    for _ in 0..200 {
        if stack.status(order).await.state == state {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{:?} instead of {state:?}", stack.status(order).await.state);
}

#[tokio::test]
async fn small_amounts_wait_for_blocks_and_large_ones_for_the_consensus() {
    let mut stack = Stack::start().await;
    stack
        .reconfigure_operator(|text| {
            let steps = "[[finality]]\nfrom_tenge = \"0\"\nblocks = 3\n[[finality]]\nfrom_tenge = \"2000\"\nfinalized = true\n";
            format!("{text}{steps}")
        })
        .await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let mut body = order_body();
    body["lines"].as_array_mut().unwrap().remove(0);
    let small: CreateOrderResponse = stack.post_order(&[], body).await.json();
    let large = stack.order().await;
    for order in [&small, &large] {
        let payload = payer.payload(&stack, &stack.ask(order).await, TUSD);
        stack.pay(order, &payload).await.settled();
    }
    assert_eq!(stack.status(&small).await.state, OrderState::Settled);
    stack.node.call("anvil_mine", json!(["0x3"])).await;
    until(&stack, &small, OrderState::Final).await;
    assert_eq!(stack.status(&large).await.state, OrderState::Settled);
    stack.node.call("anvil_mine", json!(["0x80"])).await;
    until(&stack, &large, OrderState::Final).await;
}
