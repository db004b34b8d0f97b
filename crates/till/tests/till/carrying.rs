//! Residents' own transfers, carried to the chain without coin of their own.

use chain::{AssetId, Authorization, ChainId, authorization_digest, token_domain};
use checkout::{RelayRequest, RelayResponse, x402::ExactPayload};
use reqwest::Method;
use serde_json::json;
use sig::{Address, B256, Signer, U256};
use units::AssetAmount;

use crate::support::{Answer, NodeMode, Payer, Stack, WALLET_ORIGIN};

const BOB: Address = Address::repeat_byte(0xb0);

fn signed(stack: &Stack, payer: &Payer, change: impl FnOnce(&mut Authorization)) -> RelayRequest {
    let now = stack.clock.now();
    let mut authorization = Authorization {
        from: payer.key.address(),
        to: BOB,
        value: AssetAmount::new(U256::from(1_500_000)),
        valid_after: now - 60,
        valid_before: now + 3_600,
        nonce: B256::repeat_byte(7),
    };
    change(&mut authorization);
    let domain = token_domain("Demo dollar (no value)", "1", 31337, stack.tusd);
    RelayRequest {
        asset: AssetId {
            chain: ChainId::new(31337),
            token: stack.tusd,
        },
        payload: ExactPayload {
            signature: payer.key.sign(&authorization_digest(&authorization, &domain)),
            authorization: authorization.into(),
        },
    }
}

async fn relay(stack: &Stack, request: &RelayRequest) -> Answer {
    let url = format!("{}/v1/relay", stack.operator_url);
    stack
        .call(Method::POST, &url, &[("origin", WALLET_ORIGIN)], json!(request))
        .await
}

#[tokio::test]
async fn a_transfer_is_carried_once_however_often_it_is_asked_for() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let request = signed(&stack, &payer, |_| {});
    stack.node.set(NodeMode::LosesReplies);
    let lost = relay(&stack, &request).await;
    stack.node.set(NodeMode::Up);
    let first: RelayResponse = relay(&stack, &request).await.json();
    let again: RelayResponse = relay(&stack, &request).await.json();
    assert_eq!(first, again);
    if lost.status == 200 {
        assert_eq!(lost.json::<RelayResponse>(), first);
    }
    assert_eq!(stack.balance(stack.tusd, BOB).await, 1_500_000);
    assert_eq!(stack.balance(stack.tusd, payer.key.address()).await, 198_500_000);
}

#[tokio::test]
async fn what_is_not_a_residents_own_valid_transfer_is_refused() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let now = stack.clock.now();
    let mut forged = signed(&stack, &payer, |_| {});
    forged.payload.authorization.to = Address::repeat_byte(0xee);
    let mut foreign = signed(&stack, &payer, |_| {});
    foreign.asset.token = Address::repeat_byte(3);
    let token = stack.tusd;
    for (request, reason) in [
        (forged, "signature_invalid"),
        (foreign, "asset_not_permitted"),
        (
            signed(&stack, &payer, |a| a.valid_before = now + 5),
            "authorization_not_valid_now",
        ),
        (
            signed(&stack, &payer, |a| a.valid_after = now + 50),
            "authorization_not_valid_now",
        ),
        (signed(&stack, &payer, |a| a.to = token), "recipient_not_allowed"),
        (
            signed(&stack, &payer, |a| a.value = AssetAmount::ZERO),
            "recipient_not_allowed",
        ),
        (
            signed(&stack, &payer, |a| a.value = AssetAmount::new(U256::MAX)),
            "token_refuses",
        ),
    ] {
        assert_eq!(relay(&stack, &request).await.error(), (422, reason));
    }
    assert_eq!(stack.balance(stack.tusd, BOB).await, 0);
}

#[tokio::test]
async fn an_operator_that_the_registry_names_no_relay_for_carries_nothing() {
    let stack = Stack::start_with(|registry| registry.operators[0].relay = None, |_| {}).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    assert_eq!(relay(&stack, &signed(&stack, &payer, |_| {})).await.status, 404);
}

#[tokio::test]
async fn one_payer_does_not_use_up_the_gas_of_all() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let mut statuses = Vec::new();
    for number in 0..8u8 {
        let request = signed(&stack, &payer, |a| a.nonce = B256::repeat_byte(number + 1));
        statuses.push(relay(&stack, &request).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 6);
    assert_eq!(statuses.last(), Some(&429));
}
