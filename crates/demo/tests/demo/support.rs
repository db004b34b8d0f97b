//! A running stack and the scripts that deal with it.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use demo::{Stack, StackOptions};
use k256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sig::Signer;
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt as _, process::Command};

/// A stack on free ports whose site is one empty page.
pub(crate) struct Running {
    pub(crate) stack: Stack,
    client: reqwest::Client,
    _dist: TempDir,
}

impl Running {
    pub(crate) async fn start() -> Self {
        let dist = TempDir::new().unwrap();
        std::fs::write(dist.path().join("index.html"), "<!doctype html>").unwrap();
        let options = StackOptions {
            dist: dist.path().into(),
            anvil: Some(anvil()),
            ..StackOptions::default()
        };
        let stack = Stack::start(options)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            stack,
            client: reqwest::Client::new(),
            _dist: dist,
        }
    }

    pub(crate) async fn stop(self) {
        self.stack.stop().await;
    }

    /// Two coffees and a bun, ordered as the café's page does.
    pub(crate) async fn order_at_the_cafe(&self) -> Value {
        let line = |name: &str, quantity: &str, unit: &str| json!({ "name": name, "quantityMilli": quantity, "unitTiyn": unit, "vatBps": 1600 });
        let items = json!([line("Латте", "2000", "95000"), line("Бауырсақ", "1000", "35000")]);
        let url = format!("{}/order", self.stack.addresses().cafe);
        let answer = self.client.post(url).json(&items).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    /// Demo money for the account of a key.
    pub(crate) async fn fill(&self, key: &str) {
        let bytes: sig::B256 = key.parse().unwrap();
        let address = Signer::address(&SigningKey::from_slice(bytes.as_slice()).unwrap());
        self.fill_account(&address.to_string()).await;
    }

    /// Demo money for an account.
    pub(crate) async fn fill_account(&self, address: &str) {
        let url = format!("{}/v1/faucet", self.stack.addresses().operator);
        let answer = self
            .client
            .post(url)
            .json(&json!({ "address": address }))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
    }

    pub(crate) async fn get(&self, url: &str) -> (u16, Value) {
        read(self.client.get(url)).await
    }

    pub(crate) async fn send_payment(&self, pay_url: &str, payment: &str) -> (u16, Value) {
        read(self.client.get(pay_url).header("payment-signature", payment)).await
    }

    /// What an address asks to be paid.
    pub(crate) async fn payment_required(&self, url: &str) -> String {
        let answer = self.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 402);
        answer.headers()["payment-required"].to_str().unwrap().to_owned()
    }

    async fn rpc(&self, method: &str, params: Value) -> String {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let asked = self.client.post(&self.stack.addresses().rpc).json(&request);
        let answer: Value = asked.send().await.unwrap().json().await.unwrap();
        answer["result"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }

    pub(crate) async fn domain_separator(&self, token: &str) -> sig::B256 {
        let call = json!([{ "to": token, "data": "0x3644e515" }, "latest"]);
        self.rpc("eth_call", call).await.parse().unwrap()
    }

    pub(crate) async fn token_balance(&self, token: &str, account: &str) -> u128 {
        let data = format!("0x70a08231{:0>64}", account.trim_start_matches("0x"));
        let call = json!([{ "to": token, "data": data }, "latest"]);
        number(&self.rpc("eth_call", call).await)
    }

    pub(crate) async fn coin(&self, account: &str) -> u128 {
        number(&self.rpc("eth_getBalance", json!([account, "latest"])).await)
    }

    pub(crate) fn pay_arguments(&self, pay_url: &str, key: &str, token: &str) -> Vec<String> {
        let origin = self.stack.addresses().wallet.as_str();
        [
            "--pay-url",
            pay_url,
            "--key",
            key,
            "--token",
            token,
            "--origin",
            origin,
        ]
        .map(str::to_owned)
        .into()
    }

    /// Has the independent script check the purchase.
    pub(crate) async fn verify(&self, order: &Value, payment_required: &Value, token: &str) -> Value {
        let addresses = self.stack.addresses();
        let purchase = json!({
            "rpc": addresses.rpc,
            "wallet": addresses.wallet,
            "operator": addresses.operator,
            "statusUrl": order["statusUrl"],
            "paymentRequired": payment_required,
            "token": token,
        });
        node("verify-purchase.mjs", &[], &purchase.to_string()).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

/// Runs a script that must succeed and gives what it prints.
pub(crate) async fn node(script: &str, arguments: &[String], input: &str) -> Value {
    let output = run(script, arguments, input).await;
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{script}: {out}\n{err}");
    serde_json::from_str(&out).unwrap()
}

/// Runs a script of `tests/interop`.
pub(crate) async fn run(script: &str, arguments: &[String], input: &str) -> Output {
    let mut child = Command::new("node")
        .arg(root().join("tests/interop").join(script))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    child.wait_with_output().await.unwrap()
}

pub(crate) fn decode(header: &str) -> Value {
    serde_json::from_slice(&STANDARD.decode(header).unwrap()).unwrap()
}

pub(crate) fn encode(value: &Value) -> String {
    STANDARD.encode(value.to_string())
}

fn number(hex: &str) -> u128 {
    u128::from_str_radix(hex.trim_start_matches("0x").trim_start_matches('0'), 16).unwrap_or_default()
}

pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// `CRYPTOCITY_ANVIL`, else what `npm ci` in `tools/` brings.
pub(crate) fn anvil() -> PathBuf {
    let packaged = || root().join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    env::var_os("CRYPTOCITY_ANVIL").map_or_else(packaged, PathBuf::from)
}
