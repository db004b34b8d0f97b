use checkout::{
    OrderState, verify_settlement,
    x402::{PAYMENT_RESPONSE, SettleResponse, decode_header},
};
use serde_json::json;
use sig::{B256, Signer};

use crate::support::{Payer, Stack, TUSD};

#[tokio::test]
async fn a_payer_without_coin_pays_in_dollars_and_every_paper_agrees() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    assert_eq!(
        (order.state, order.total_tiyn.get()),
        (OrderState::Created, 245_000)
    );

    let asked = stack.ask(&order).await;
    let answer = stack.pay(&order, &payer.payload(&stack, &asked, TUSD)).await;
    let settled = answer.settled();

    let offer = &asked.order.offers[TUSD];
    let registry = stack.registry();
    let transaction = verify_settlement(
        &settled,
        &asked.order,
        offer,
        payer.key.address(),
        registry.registry(),
    )
    .unwrap();
    assert!(settled.receipt.receipt.order_bound);
    // 2 450 tenge at 538.90, rounded up; 0.75 % fee, half-up.
    assert_eq!(offer.quote.amount.to_whole(6), "4.546299");
    assert_eq!(
        (offer.quote.fee_tiyn.get(), offer.quote.merchant_tiyn.get()),
        (1_838, 243_162)
    );
    assert_eq!(
        stack.balance(stack.tusd, payer.key.address()).await,
        200_000_000 - 4_546_299
    );
    assert_eq!(
        stack.balance(stack.tusd, stack.keys.settlement.address()).await,
        4_546_299
    );
    assert_eq!(
        stack.rpc.balance(payer.key.address()).await.unwrap().get(),
        sig::U256::ZERO
    );

    let response: SettleResponse = decode_header(answer.header(PAYMENT_RESPONSE)).unwrap();
    assert!(response.success);
    assert_eq!(response.transaction.parse(), Ok(transaction));
    let status = stack.status(&order).await;
    assert_eq!(
        (status.transaction, status.receipt),
        (Some(transaction), Some(settled.receipt))
    );
    assert_eq!(stack.credit(asked.order_hash()).await.settlement, Some(response));
}

#[tokio::test]
async fn the_ledger_of_every_payment_adds_up_to_zero() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    for index in [0, 1] {
        let order = stack.order().await;
        let asked = stack.ask(&order).await;
        stack
            .pay(&order, &payer.payload(&stack, &asked, index))
            .await
            .settled();
    }
    let ledger = stack.ledger().await;
    assert_eq!(ledger.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
    let of = |account: &str| {
        ledger
            .iter()
            .filter(|(name, _)| name == account)
            .map(|(_, tiyn)| tiyn)
            .sum::<i64>()
    };
    assert_eq!(of("liability:merchant:alatau-coffee"), -2 * 243_162);
    assert_eq!(of("income:fee"), -2 * 1_838);
    assert_eq!(of(&format!("asset:eip155:31337/erc20:{}", stack.tkzt)), 245_000);
}

#[tokio::test]
async fn the_same_payload_gives_the_same_answer_and_one_transaction_also_after_a_restart() {
    let mut stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let (first, second) = tokio::join!(stack.pay(&order, &payload), stack.pay(&order, &payload));
    stack.restart_merchant().await;
    let third = stack.pay(&order, &payload).await;
    for answer in [&second, &third] {
        assert_eq!(answer.settled(), first.settled());
        assert_eq!(answer.header(PAYMENT_RESPONSE), first.header(PAYMENT_RESPONSE));
    }
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn a_generic_client_with_a_random_nonce_is_paid_but_not_called_bound_to_the_order() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let mut authorization = payer.authorization(&stack, &asked, TUSD);
    authorization.nonce = B256::repeat_byte(0x5a);
    let payload = payer.sign(&asked, TUSD, authorization);
    let settled = stack.pay(&order, &payload).await.settled();
    assert!(!settled.receipt.receipt.order_bound);

    // The same authorization does not pay a second order.
    let other = stack.order().await;
    let asked = stack.ask(&other).await;
    let again = payer.sign(&asked, TUSD, authorization);
    assert_eq!(
        stack.pay(&other, &again).await.error(),
        (402, "nonce_already_used")
    );
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn a_settled_order_becomes_final_when_a_block_is_on_top() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    assert_eq!(stack.credit(asked.order_hash()).await.state, OrderState::Settled);
    Payer::with_tokens(&stack, 1).await; // two more blocks
    assert_eq!(stack.credit(asked.order_hash()).await.state, OrderState::Final);
    while stack.status(&order).await.state != OrderState::Final {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn the_facilitator_api_verifies_settles_and_says_what_it_supports() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let body = asked.facilitator_body(&payload);

    let url = format!("{}/verify", stack.operator_url);
    let verified = stack.call(reqwest::Method::POST, &url, &[], body.clone()).await;
    assert_eq!(
        verified.body,
        json!({ "isValid": true, "payer": payer.key.address() })
    );
    assert_eq!(stack.node.transactions(), 0);
    assert!(stack.settle_at_operator(body).await.success);
    let supported = stack.get(&format!("{}/supported", stack.operator_url)).await;
    assert_eq!(
        supported.body["kinds"],
        json!([{ "x402Version": 2, "scheme": "exact", "network": "eip155:31337" }])
    );
}
