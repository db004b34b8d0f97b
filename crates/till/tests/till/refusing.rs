use chain::transfer_with_authorization_call;
use checkout::{
    OrderState,
    x402::{
        PAYMENT_REQUIRED, PAYMENT_RESPONSE, PaymentPayload, PaymentRequired, SettleResponse, decode_header,
    },
};
use serde_json::{Value, json};
use sig::{Signer, U256};
use units::AssetAmount;

use crate::support::{Payer, Stack, TUSD, send};

/// The reason of a 402, which must be the same in header and body.
fn refused(answer: &crate::support::Answer) -> String {
    let response: SettleResponse = decode_header(answer.header(PAYMENT_RESPONSE)).unwrap();
    assert!(!response.success && response.transaction.is_empty());
    let reason = response.error_reason.unwrap();
    assert_eq!(answer.error(), (402, reason.as_str()));
    reason
}

#[tokio::test]
async fn another_payer_of_a_paid_order_is_refused_and_what_lands_all_the_same_is_owed() {
    let stack = Stack::start().await;
    let (first, second) = (
        Payer::with_tokens(&stack, 0).await,
        Payer::with_tokens(&stack, 1).await,
    );
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &first.payload(&stack, &asked, TUSD))
        .await
        .settled();

    // Signed once: a moment later it would be valid until another moment.
    let authorization = second.authorization(&stack, &asked, TUSD);
    let late = second.sign(&asked, TUSD, authorization);
    assert_eq!(
        stack.pay(&order, &late).await.error(),
        (409, "order_already_paid")
    );
    assert_eq!(
        stack.get(&order.pay_url).await.error(),
        (409, "order_already_paid")
    );
    let body = asked.facilitator_body(&late);
    let answer = stack.settle_at_operator(body.clone()).await;
    assert_eq!(answer.error_reason.as_deref(), Some("order_already_paid"));
    assert_eq!(stack.credit(asked.order_hash()).await.refunds_due, []);

    let call = transfer_with_authorization_call(&authorization, &late.payload.signature);
    let landed = send(&stack.rpc, &stack.keys.deployer, Some(stack.tusd), call.to_vec()).await;
    assert!(landed.succeeded);
    let answer = stack.settle_at_operator(body).await;
    assert_eq!(answer.error_reason.as_deref(), Some("order_already_paid"));
    let owed = stack.credit(asked.order_hash()).await.refunds_due;
    assert_eq!((owed.len(), owed[0].payer), (1, second.key.address()));
    assert_eq!(owed[0].transaction, Some(landed.transaction));
    assert_eq!(stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
}

#[tokio::test]
async fn wrong_amounts_payees_signatures_and_echoes_are_refused_before_anything_is_stored() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let good = payer.authorization(&stack, &asked, TUSD);
    let value = |difference: i64| {
        let value = i64::try_from(good.value.get().to::<u64>()).unwrap() + difference;
        payer.sign(
            &asked,
            TUSD,
            chain::Authorization {
                value: AssetAmount::new(U256::from(value)),
                ..good
            },
        )
    };
    let elsewhere = chain::Authorization {
        to: payer.key.address(),
        ..good
    };
    let soon = chain::Authorization {
        valid_before: stack.clock.now() + 3,
        ..good
    };
    let mut tampered = payer.payload(&stack, &asked, TUSD);
    tampered.accepted.amount = AssetAmount::new(U256::from(1));
    let mut foreign = payer.payload(&stack, &asked, TUSD);
    foreign.payload.signature = Payer::poor(7).payload(&stack, &asked, TUSD).payload.signature;
    let cases: [(PaymentPayload, &str); 6] = [
        (
            value(-1),
            "invalid_exact_evm_payload_authorization_value_mismatch",
        ),
        (value(1), "invalid_exact_evm_payload_authorization_value_mismatch"),
        (
            payer.sign(&asked, TUSD, elsewhere),
            "invalid_exact_evm_payload_recipient_mismatch",
        ),
        (
            payer.sign(&asked, TUSD, soon),
            "invalid_exact_evm_payload_authorization_valid_before",
        ),
        (tampered, "invalid_payment_requirements"),
        (foreign, "invalid_exact_evm_signature"),
    ];
    for (payload, reason) in cases {
        let answer = stack.pay(&order, &payload).await;
        assert_eq!(refused(&answer), reason);
        let required: PaymentRequired = decode_header(answer.header(PAYMENT_REQUIRED)).unwrap();
        assert_eq!(required.error.as_deref(), Some(reason));
        // The operator decides the same on its own.
        let url = format!("{}/verify", stack.operator_url);
        let mut body = asked.facilitator_body(&payload);
        body["paymentRequirements"] = serde_json::to_value(&asked.required.accepts[TUSD]).unwrap();
        body["orderHash"] = json!(asked.order_hash());
        let verified = stack.call(reqwest::Method::POST, &url, &[], body.clone()).await;
        assert_eq!(
            (&verified.body["isValid"], &verified.body["invalidReason"]),
            (&json!(false), &json!(reason))
        );
        assert_eq!(
            stack.settle_at_operator(body).await.error_reason.as_deref(),
            Some(reason)
        );
    }
    assert_eq!(stack.status(&order).await.state, OrderState::Created);
    assert_eq!(stack.node.transactions(), 0);
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
}

#[tokio::test]
async fn a_payer_without_funds_leaves_the_order_open_for_another() {
    let stack = Stack::start().await;
    let (poor, rich) = (Payer::poor(0), Payer::with_tokens(&stack, 1).await);
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    assert_eq!(
        refused(&stack.pay(&order, &poor.payload(&stack, &asked, TUSD)).await),
        "insufficient_funds"
    );
    assert_eq!(stack.status(&order).await.state, OrderState::Created);
    stack
        .pay(&order, &rich.payload(&stack, &asked, TUSD))
        .await
        .settled();
}

#[tokio::test]
async fn an_expired_quote_is_replaced_and_never_paid() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let before = stack.ask(&order).await;
    assert_eq!(
        stack.ask(&order).await.required,
        before.required,
        "a quote that holds is not replaced"
    );
    let payload = payer.payload(&stack, &before, TUSD);
    stack.clock.advance(15 * 60);
    let at_operator = stack.settle_at_operator(before.facilitator_body(&payload)).await;
    assert_eq!(at_operator.error_reason.as_deref(), Some("quote_expired"));
    assert_eq!(refused(&stack.pay(&order, &payload).await), "quote_expired");
    assert_eq!(stack.node.transactions(), 0);

    let after = stack.ask(&order).await;
    assert_ne!(after.required, before.required);
    stack
        .pay(&order, &payer.payload(&stack, &after, TUSD))
        .await
        .settled();
}

#[tokio::test]
async fn an_order_nobody_paid_expires() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let payload = payer.payload(&stack, &stack.ask(&order).await, TUSD);
    stack.clock.advance(3600);
    assert_eq!(stack.status(&order).await.state, OrderState::Expired);
    assert_eq!(stack.get(&order.pay_url).await.error(), (410, "order_expired"));
    assert_eq!(stack.pay(&order, &payload).await.error(), (410, "order_expired"));
}

#[tokio::test]
async fn what_is_no_payment_is_malformed() {
    let stack = Stack::start().await;
    let order = stack.order().await;
    let large = "A".repeat(70_000);
    for header in ["", "no base64", "e30=", "e30", large.as_str()] {
        let answer = stack
            .call(
                reqwest::Method::GET,
                &order.pay_url,
                &[("payment-signature", header)],
                Value::Null,
            )
            .await;
        assert_eq!(answer.error(), (400, "malformed"), "{header:.20}");
    }
    for path in ["verify", "settle", "v1/quotes"] {
        let url = format!("{}/{path}", stack.operator_url);
        let answer = stack
            .call(reqwest::Method::POST, &url, &[], json!({ "x402Version": 1 }))
            .await;
        assert_eq!(answer.error(), (400, "malformed"));
    }
}
