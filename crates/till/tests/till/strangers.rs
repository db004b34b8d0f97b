//! Our tills with software that nobody here wrote: the official x402 client, facilitator and server.

use std::{path::Path, process::Stdio};

use checkout::OrderState;
use reqwest::Method;
use serde_json::{Value, json};
use sig::Signer;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
};

use crate::support::{Payer, Stack, TUSD};

/// A key with tokens and without coin, as hex: these payers are scripts.
const PAYER: &str = "0x00000000000000000000000000000000000000000000000000000000c0ffee02";
/// Account 5 of the development mnemonic: a stranger with coin.
const STRANGER: &str = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

fn script(name: &str, arguments: &[&str]) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop");
    let mut command = Command::new("node");
    command
        .current_dir(folder)
        .arg(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true);
    command
}

/// Runs a script and reads the line of JSON that it prints.
async fn run(name: &str, arguments: &[&str], input: &Value) -> Value {
    let mut child = script(name, arguments)
        .spawn()
        .expect("these tests need Node and `npm ci` in tests/interop");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{name}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"))
}

async fn fund(stack: &Stack) -> sig::Address {
    let key =
        k256::ecdsa::SigningKey::from_slice(&hex::decode(PAYER.trim_start_matches("0x")).unwrap()).unwrap();
    let address = key.address();
    crate::support::mint(&stack.rpc, &stack.keys.deployer, stack.tusd, address, 200_000_000).await;
    address
}

#[tokio::test]
async fn the_official_client_pays_our_order() {
    let stack = Stack::start().await;
    let payer = fund(&stack).await;
    let order = stack.order().await;
    let paid = run("till-fetch.mjs", &[&order.pay_url, PAYER], &Value::Null).await;
    assert_eq!(paid["status"], 200, "{paid}");
    assert_eq!(paid["settled"]["success"], true, "{paid}");
    let status = stack.status(&order).await;
    let receipt = status.receipt.unwrap().receipt;
    assert_eq!(paid["settled"]["transaction"], receipt.transaction.to_string());
    assert_eq!(receipt.payer, payer);
    // Its nonce is random: the receipt says so.
    assert!(!receipt.order_bound);
    assert_eq!(stack.balance(stack.tusd, payer).await, 200_000_000 - 4_546_299);
    // A paid order is not paid again by mistake.
    let again = run("till-fetch.mjs", &[&order.pay_url, PAYER], &Value::Null).await;
    assert_eq!(
        (&again["status"], &again["body"]["error"]),
        (&json!(409), &json!("order_already_paid"))
    );
    assert_eq!(stack.node.transactions(), 1);
}

#[tokio::test]
async fn what_the_official_facilitator_settled_first_pays_our_order() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let payload = payer.payload(&stack, &asked, TUSD);
    let input = json!({ "payload": payload, "requirements": payload.accepted });
    let theirs = run("till-facilitator.mjs", &[&stack.rpc_url(), STRANGER], &input).await;
    assert_eq!(
        (&theirs["verified"]["isValid"], &theirs["settled"]["success"]),
        (&json!(true), &json!(true)),
        "{theirs}"
    );
    let settled = stack.pay(&order, &payload).await.settled();
    assert_eq!(
        theirs["settled"]["transaction"],
        settled.receipt.receipt.transaction.to_string()
    );
    assert_eq!(stack.node.transactions(), 0, "our gas paid nothing");
    assert!(matches!(
        stack.status(&order).await.state,
        OrderState::Settled | OrderState::Final
    ));
}

/// Somebody else's server that serves until this ends.
struct Shop {
    url: String,
    _child: Child,
}

async fn shop(stack: &Stack, port: u16, requirements: &Value) -> Shop {
    let mut child = script("till-express.mjs", &[&stack.operator_url, &port.to_string()])
        .spawn()
        .unwrap();
    let stdin = child.stdin.as_mut().unwrap();
    stdin
        .write_all(format!("{requirements}\n").as_bytes())
        .await
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next_line().await.unwrap().expect("the shop is ready");
    Shop {
        url: format!("http://127.0.0.1:{port}/report"),
        _child: child,
    }
}

#[tokio::test]
async fn our_operator_settles_for_the_official_server() {
    let stack = Stack::start().await;
    let payer = fund(&stack).await;
    // A merchant whose shop is not our till: it signs its order and has it quoted for its own address.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let asked = stack.ask(&stack.order().await).await;
    let info: checkout::x402::CryptoCityInfo =
        checkout::x402::read_info(asked.required.extensions.as_ref(), "cryptocity").unwrap();
    let mut order = info.order.order.clone();
    order.id = checkout::OrderId::from_random([9; 16]);
    let order = order.sign(chain::ChainId::new(31337), &stack.keys.merchant);
    let body = json!({
        "certificate": info.certificate,
        "order": order,
        "resourceUrl": format!("http://127.0.0.1:{port}/report"),
    });
    let quotes = stack
        .call(
            Method::POST,
            &format!("{}/v1/quotes", stack.operator_url),
            &[],
            body,
        )
        .await;
    assert_eq!(quotes.status, 200, "{}", quotes.body);
    let quoted: checkout::QuotesResponse = quotes.json();
    let mut requirements = serde_json::to_value(&asked.required.accepts[TUSD]).unwrap();
    requirements["amount"] = json!(quoted.quotes[TUSD].quote.amount);

    let shop = shop(&stack, port, &requirements).await;
    let paid = run("till-fetch.mjs", &[&shop.url, PAYER], &Value::Null).await;
    assert_eq!(
        (&paid["status"], &paid["body"]),
        (&json!(200), &json!({ "report": "sold" })),
        "{paid}"
    );
    let credit = stack.credit(quoted.quotes[TUSD].quote.order_hash).await;
    assert_eq!(
        credit.settlement.unwrap().transaction,
        paid["settled"]["transaction"].as_str().unwrap()
    );
    assert_eq!(stack.balance(stack.tusd, payer).await, 200_000_000 - 4_546_299);
    assert_eq!(stack.owed_to_merchants().await, 243_162);
}
