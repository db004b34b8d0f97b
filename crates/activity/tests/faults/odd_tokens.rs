//! Row 39: tokens with other decimals, that keep a part, are paused, or block somebody.

use chain::{Bytes, RpcClient, RpcError, transfer_call};
use http_native::HttpClient;
use serde_json::{Value, json};
use sig::{Address, U256};
use units::AssetAmount;

use crate::node::{Anvil, account, client};

const BOB: Address = Address::repeat_byte(0xb0);
/// `setPaused(bool)` and `setBlocked(address,bool)`.
const SET_PAUSED: &str = "0x16c38b3c";
const SET_BLOCKED: &str = "0x000af2a1";

/// Deploys the mock with everything in the account's hands.
async fn deploy(anvil: &Anvil, decimals: u8, fee_bps: u16) -> Address {
    let artifact: Value =
        serde_json::from_str(include_str!("../../../../contracts/artifacts/OddToken.json")).unwrap();
    let code = artifact["bytecode"].as_str().unwrap();
    let data = format!("{code}{:064x}{:064x}", decimals, fee_bps);
    let receipt = send(anvil, json!({ "from": account(), "data": data })).await;
    serde_json::from_value(receipt["contractAddress"].clone()).unwrap()
}

/// Sends a transaction that the node itself signs.
async fn send(anvil: &Anvil, transaction: Value) -> Value {
    let hash = anvil.call("eth_sendTransaction", json!([transaction])).await;
    let receipt = anvil.call("eth_getTransactionReceipt", json!([hash])).await;
    assert_eq!(receipt["status"], "0x1", "{receipt}");
    receipt
}

async fn try_out(node: &RpcClient<HttpClient>, token: Address, value: u64) -> Result<chain::Trial, RpcError> {
    let input: Bytes = transfer_call(BOB, AssetAmount::new(U256::from(value)));
    node.try_out(account(), token, U256::ZERO, &input).await
}

fn units(value: u64) -> AssetAmount {
    AssetAmount::new(U256::from(value))
}

#[tokio::test]
async fn row_39_a_token_that_keeps_a_part_is_seen_before_it_is_sent() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let plain = try_out(&node, deploy(&anvil, 6, 0).await, 1_000).await.unwrap();
    assert_eq!(
        plain.change(BOB, plain.movements.as_ref().unwrap()[0].token),
        Some((units(1_000), units(0)))
    );
    let greedy = deploy(&anvil, 6, 500).await;
    let trial = try_out(&node, greedy, 1_000).await.unwrap();
    assert_eq!(trial.change(BOB, Some(greedy)), Some((units(950), units(0))));
    assert_eq!(
        trial.change(account(), Some(greedy)),
        Some((units(0), units(1_000)))
    );
    assert!(trial.gas > 21_000);
}

#[tokio::test]
async fn row_39_what_a_token_refuses_is_known_before_anything_is_signed() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let token = deploy(&anvil, 6, 0).await;
    let reason = |refused: Result<chain::Trial, RpcError>| match refused.unwrap_err().refusal() {
        Some(chain::Refusal::Reverted(text)) => text.to_ascii_lowercase(),
        other => panic!("{other:?}"),
    };
    assert!(
        reason(try_out(&node, token, 1_000_001).await).contains("e450d38c"),
        "more than there is"
    );
    send(
        &anvil,
        json!({ "from": account(), "to": token, "data": format!("{SET_PAUSED}{:064x}", 1) }),
    )
    .await;
    assert!(reason(try_out(&node, token, 1).await).contains("paused"));
    send(
        &anvil,
        json!({ "from": account(), "to": token, "data": format!("{SET_PAUSED}{:064x}", 0) }),
    )
    .await;
    let data = format!(
        "{SET_BLOCKED}{:0>64}{:064x}",
        BOB.to_string().trim_start_matches("0x"),
        1
    );
    send(&anvil, json!({ "from": account(), "to": token, "data": data })).await;
    assert!(reason(try_out(&node, token, 1).await).contains("blacklisted"));
}

#[tokio::test]
async fn row_39_odd_decimals_and_tokens_that_are_none_break_nothing() {
    let anvil = Anvil::start().await;
    let node = client(&[&anvil.url]);
    let mut tokens = Vec::new();
    for decimals in [0, 18, 255] {
        tokens.push(deploy(&anvil, decimals, 0).await);
    }
    // An account without code in the middle.
    tokens.insert(1, BOB);
    let held = node.holdings(account(), &tokens).await.unwrap();
    assert_eq!(
        held.tokens,
        [
            Some(units(1_000_000)),
            None,
            Some(units(1_000_000)),
            Some(units(1_000_000))
        ]
    );
    assert_eq!(units(1_000_000).to_whole(0), "1000000");
    assert_eq!(units(1_000_000).to_whole(255).len(), 257);
}
