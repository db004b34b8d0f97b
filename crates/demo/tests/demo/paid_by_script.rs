//! The two tills paid by a script on Anvil: nothing of ours on the payer's side, only viem and the 402 answer.

use crate::support::{Running, node, run};
use serde_json::{Value, json};

/// Account 9 of the development mnemonic holds ether; a payer has none, so this key is of no mnemonic.
const PAYER: &str = "0x00000000000000000000000000000000000000000000000000000000c0ffee01";
const DOLLAR: &str = "Demo dollar (no value)";
const TENGE: &str = "Demo tenge (no value)";

#[tokio::test]
async fn a_purchase_is_settled_proven_and_paid_only_once() {
    let running = Running::start().await;
    let order = running.order_at_the_cafe().await;
    let pay_url = order["payUrl"].as_str().unwrap().to_owned();
    running.fill(PAYER).await;

    let paid = node(
        "pay-by-script.mjs",
        &running.pay_arguments(&pay_url, PAYER, DOLLAR),
        "",
    )
    .await;
    assert_eq!(paid["status"], 200, "{paid}");
    assert_eq!(paid["body"]["state"], "settled");

    let verified = running.verify(&order, &paid["paymentRequired"], DOLLAR).await;
    assert_eq!(verified["order"], order["orderId"]);
    assert_eq!(verified["tx"], paid["response"]["transaction"]);
    assert_eq!(verified["payer_wei"], "0");

    // The same payment again: the same answer, and no second transaction.
    let payment = paid["payment"].as_str().unwrap();
    let (status, again) = running.send_payment(&pay_url, payment).await;
    assert_eq!((status, &again), (200, &paid["body"]));

    // Another payment of a paid order.
    let other = tampered(payment);
    let (status, refused) = running.send_payment(&pay_url, &other).await;
    assert_eq!(
        (status, refused["error"].as_str()),
        (409, Some("order_already_paid"))
    );
    running.verify(&order, &paid["paymentRequired"], DOLLAR).await;
    running.stop().await;
}

#[tokio::test]
async fn a_lost_operator_costs_nothing_and_the_same_payment_settles_later() {
    let mut running = Running::start().await;
    let order = running.order_at_the_cafe().await;
    let pay_url = order["payUrl"].as_str().unwrap().to_owned();
    running.fill(PAYER).await;
    // Quotes are at hand already when the operator goes away.
    let (status, _) = running.get(&pay_url).await;
    assert_eq!(status, 402);
    running.stack.stop_operator().await;

    let arguments = running.pay_arguments(&pay_url, PAYER, TENGE);
    let paid = run("pay-by-script.mjs", &arguments, "").await;
    assert!(!paid.status.success());
    let sent: Value = serde_json::from_slice(&paid.stdout).unwrap();
    assert_eq!(sent["status"], 503, "{sent}");

    running.stack.start_operator().await.unwrap();
    let (status, body) = running
        .send_payment(&pay_url, sent["payment"].as_str().unwrap())
        .await;
    assert_eq!((status, &body["state"]), (200, &json!("settled")));
    running.verify(&order, &sent["paymentRequired"], TENGE).await;
    running.stop().await;
}

#[tokio::test]
async fn a_stopped_stack_leaves_nobody_listening() {
    let running = Running::start().await;
    let addresses = running.stack.addresses().clone();
    running.stop().await;
    for address in [&addresses.rpc, &addresses.merchant, &addresses.operator] {
        assert!(reqwest::get(address).await.is_err(), "{address}");
    }
}

/// A payment with another amount in it.
fn tampered(payment: &str) -> String {
    let mut value = crate::support::decode(payment);
    value["payload"]["authorization"]["value"] = json!("1");
    crate::support::encode(&value)
}
