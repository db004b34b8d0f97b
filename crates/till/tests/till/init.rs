//! `till init`: from nothing to a till that takes a payment.

use std::{os::unix::fs::PermissionsExt, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::support::{Payer, Stack, TUSD};

fn till() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_till"));
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn init(stack: &Stack, dir: &str, port: u16) -> std::process::Output {
    till()
        .args([
            "init",
            "--dir",
            stack.file(dir).to_str().unwrap(),
            "--id",
            "tau-bakery",
            "--bin",
            "260940000014",
        ])
        .args([
            "--name-kk",
            "Тау наубайханасы",
            "--contact",
            "tau@bakery.invalid",
            "--vat-payer",
        ])
        .args([
            "--origin",
            "http://127.0.0.1:8099",
            "--listen",
            &format!("127.0.0.1:{port}"),
        ])
        .args(["--registry", stack.file("registry.json").to_str().unwrap()])
        .output()
        .await
        .unwrap()
}

async fn start(stack: &Stack, dir: &str) -> (Child, String) {
    let config = stack.file(dir).join("merchant.toml");
    let mut child = till()
        .args(["--log", "json", "merchant", "--config"])
        .arg(config)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = loop {
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the till says where it listens");
        let entry: serde_json::Value = serde_json::from_str(&line).unwrap();
        if let Some(url) = entry["fields"]["message"]
            .as_str()
            .and_then(|text| text.strip_prefix("listening "))
        {
            break url.to_owned();
        }
    };
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, url)
}

/// What was printed after a label.
fn after<'a>(text: &'a str, label: &str) -> &'a str {
    text.split_once(label)
        .unwrap_or_else(|| panic!("no {label} in {text}"))
        .1
        .split_whitespace()
        .next()
        .unwrap()
}

#[tokio::test]
async fn a_new_shop_sets_its_till_up_and_is_paid() {
    let stack = Stack::start().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let made = init(&stack, "shop", port).await;
    let text = String::from_utf8(made.stdout).unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mode = |name: &str| {
        std::fs::metadata(stack.file("shop").join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!((mode("order.key"), mode("merchant.toml")), (0o600, 0o600));
    let config = std::fs::read_to_string(stack.file("shop/merchant.toml")).unwrap();
    assert!(
        !config.contains(after(&text, "API key for your server")),
        "only its hash is stored"
    );

    let (_child, url) = start(&stack, "shop").await;
    let authorization = format!("Bearer {}", after(&text, "API key for your server"));
    let mut body = crate::support::order_body();
    body["origin"] = "http://127.0.0.1:8099".into();
    let headers = [("authorization", authorization.as_str())];
    let order: checkout::CreateOrderResponse = stack
        .call(reqwest::Method::POST, &format!("{url}/v1/orders"), &headers, body)
        .await
        .json();
    let asked = stack.ask_for(&order).await;
    assert!(asked.order.certificate.test);
    assert_eq!(asked.order.certificate.names.en, "Тау наубайханасы");
    let payer = Payer::with_tokens(&stack, 0).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();

    // The owner signs in with what was printed.
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let password = after(&text, "owner /");
    let entered = client
        .post(format!("{url}/staff/sign-in"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("login=owner&password={password}"))
        .send()
        .await
        .unwrap();
    assert_eq!(entered.status(), 303);

    // A second time nothing is replaced.
    let key = std::fs::read(stack.file("shop/order.key")).unwrap();
    let again = init(&stack, "shop", port).await;
    assert!(!again.status.success());
    assert!(String::from_utf8(again.stderr).unwrap().contains("merchant.toml"));
    assert_eq!(std::fs::read(stack.file("shop/order.key")).unwrap(), key);
}

#[tokio::test]
async fn a_wrong_wish_makes_nothing() {
    let stack = Stack::start().await;
    let output = till()
        .args([
            "init",
            "--dir",
            stack.file("wrong").to_str().unwrap(),
            "--id",
            "Tau",
            "--bin",
            "260940000014",
        ])
        .args(["--name-kk", "Тау", "--contact", "x"])
        .args(["--registry", stack.file("registry.json").to_str().unwrap()])
        .output()
        .await
        .unwrap();
    assert!(!output.status.success() && !stack.file("wrong").exists());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .starts_with("till: an identifier has")
    );
}
