//! Two tills on one database: two processes on PostgreSQL, and one only on an SQLite file.

use serde_json::Value;
use sig::Signer;

use crate::support::{Payer, Program, Stack, TUSD, till};

async fn settle(stack: &Stack, url: &str, body: &Value) -> Value {
    let url = format!("{url}/settle");
    let answer = stack.call(reqwest::Method::POST, &url, &[], body.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// The same files, another port.
fn second_config(stack: &Stack, role: &str, address: std::net::SocketAddr) {
    let text = std::fs::read_to_string(stack.file(&format!("{role}.toml"))).unwrap();
    let listen = format!("listen = \"{address}\"");
    assert!(text.contains(&listen));
    let text = text.replace(&listen, "listen = \"127.0.0.1:0\"");
    std::fs::write(stack.file(&format!("second-{role}.toml")), text).unwrap();
}

#[tokio::test]
async fn two_operators_on_one_database_settle_each_order_once() {
    let mut stack = Stack::start().await;
    second_config(&stack, "operator", stack.operator_address);
    if !stack.databases.0.contains("://") {
        let refused = till()
            .args(["operator", "--config"])
            .arg(stack.file("second-operator.toml"))
            .output()
            .await
            .unwrap();
        let text = String::from_utf8(refused.stdout).unwrap();
        assert!(
            !refused.status.success() && text.contains("another till works on"),
            "{text}"
        );
        return;
    }
    stack.stop_operator().await;
    let first = Program::start(&stack, "operator", "operator.toml").await;
    let second = Program::start(&stack, "operator", "second-operator.toml").await;

    // Each payment at both tills at once.
    let mut bodies = Vec::new();
    for number in 0..6 {
        let payer = Payer::with_tokens(&stack, number).await;
        let asked = stack.ask(&stack.order().await).await;
        bodies.push(asked.facilitator_body(&payer.payload(&stack, &asked, TUSD)));
    }
    // And two payers of one order, one at each.
    let (rich, late) = (
        Payer::with_tokens(&stack, 6).await,
        Payer::with_tokens(&stack, 7).await,
    );
    let asked = stack.ask(&stack.order().await).await;
    let contested = [&rich, &late].map(|payer| asked.facilitator_body(&payer.payload(&stack, &asked, TUSD)));

    let everywhere = bodies.iter().map(|body| async {
        tokio::join!(
            settle(&stack, &first.url, body),
            settle(&stack, &second.url, body)
        )
    });
    let rivals = async {
        tokio::join!(
            settle(&stack, &first.url, &contested[0]),
            settle(&stack, &second.url, &contested[1])
        )
    };
    let (answers, (one, other)) = tokio::join!(futures_util::future::join_all(everywhere), rivals);
    for (at_first, at_second) in answers {
        assert_eq!(at_first["success"], true, "{at_first}");
        assert_eq!(at_first["transaction"], at_second["transaction"]);
    }
    assert_ne!(one["success"], other["success"], "{one} {other}");

    assert_eq!(stack.node.transactions(), 7);
    assert_eq!(stack.owed_to_merchants().await, 7 * 243_162);
    let spent = async |payer: &Payer| 200_000_000 - stack.balance(stack.tusd, payer.key.address()).await;
    assert_eq!(spent(&rich).await + spent(&late).await, 4_546_299);
    // Seven transactions of the gas key, numbered without gaps.
    let gas = stack.keys.operator_gas.address();
    assert_eq!(stack.rpc.mined_nonce(gas).await.unwrap(), 7);
    let (status, text) = stack.reconcile("operator").await;
    assert_eq!(status, Some(0), "{text}");
}

#[tokio::test]
async fn two_merchants_on_one_database_take_one_payload_an_order() {
    let mut stack = Stack::start().await;
    second_config(&stack, "merchant", stack.merchant_address);
    if !stack.databases.1.contains("://") {
        // Refused as the operator's is; how two share a database is tested where they can.
        stack.stop_merchant().await;
        let _first = Program::start(&stack, "merchant", "merchant.toml").await;
        let second = till()
            .args(["merchant", "--config"])
            .arg(stack.file("second-merchant.toml"))
            .output()
            .await
            .unwrap();
        assert!(!second.status.success());
        return;
    }
    let second = Program::start(&stack, "merchant", "second-merchant.toml").await;
    let (one, other) = (
        Payer::with_tokens(&stack, 0).await,
        Payer::with_tokens(&stack, 1).await,
    );
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let mut elsewhere = stack.order().await;
    elsewhere.pay_url = order.pay_url.replace(&stack.merchant_url, &second.url);
    let (first, second) = (
        one.payload(&stack, &asked, TUSD),
        other.payload(&stack, &asked, TUSD),
    );
    let (at_first, at_second) = tokio::join!(stack.pay(&order, &first), stack.pay(&elsewhere, &second));
    let mut statuses = [at_first.status, at_second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(stack.node.transactions(), 1);
}
