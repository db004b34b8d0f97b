use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
};

use activity::{NextStep, State, observe};
use alloy_primitives::{Address, U256};
use chain::{
    Bytes, ChainId, HttpLimits, RpcClient, SignedTransaction, TransactionRequest, TxKind, sign_transaction,
};
use serde_json::{Value, json};
use sig::Signer as _;
use testkit::DemoKeys;
use till::HttpClient;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

pub(crate) const CHAIN: ChainId = ChainId::new(31337);

/// A node that ends with the test.
pub(crate) struct Anvil {
    pub(crate) url: String,
    _child: Child,
}

impl Anvil {
    pub(crate) async fn start() -> Self {
        let mut child = Command::new(find())
            .args(["--host", "127.0.0.1", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Anvil starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("Anvil says where it listens");
            if let Some(address) = line.strip_prefix("Listening on ") {
                // Keep reading, so that the node never waits for us.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Self {
                    url: format!("http://{address}"),
                    _child: child,
                };
            }
        }
    }

    /// Calls a method of the node itself, such as Anvil's own.
    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let request = reqwest::Client::new().post(&self.url).json(&body);
        let mut answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].take()
    }
}

fn find() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let on_path = env::var_os("PATH").into_iter().flat_map(|path| {
        env::split_paths(&path)
            .map(|folder| folder.join("anvil"))
            .collect::<Vec<_>>()
    });
    env::var_os("ANVIL")
        .map(PathBuf::from)
        .into_iter()
        .chain(on_path)
        .chain([root.join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")])
        .find(|path| path.is_file())
        .expect("these tests need Anvil: run `npm ci` in tools/, or name the binary in the variable ANVIL")
}

/// The wallet's client of some endpoints, less patient than in the browser.
pub(crate) fn client(urls: &[&str]) -> RpcClient<HttpClient> {
    let urls = urls.iter().map(|url| (*url).to_owned());
    RpcClient::with_endpoints(HttpClient::new().unwrap(), urls, CHAIN).with_limits(HttpLimits {
        deadline_ms: 2_000,
        ..HttpLimits::default()
    })
}

/// An account of the node with coin.
pub(crate) fn account() -> Address {
    DemoKeys::derive().operator_gas.address()
}

/// One coin's thousandth to somebody.
pub(crate) fn payment(nonce: u64, fee: u128, tip: u128) -> SignedTransaction {
    let request = TransactionRequest {
        chain: CHAIN,
        nonce,
        gas_limit: 21_000,
        max_fee_per_gas: fee,
        max_priority_fee_per_gas: tip,
        to: TxKind::Call(Address::repeat_byte(0x42)),
        value: U256::from(1_000_000_000_000_000u64),
        input: Bytes::new(),
    };
    sign_transaction(request, &DemoKeys::derive().operator_gas)
}

/// A state followed by what the node says, with one block to finality.
pub(crate) async fn look(
    node: &RpcClient<HttpClient>,
    state: State,
    transaction: &SignedTransaction,
    nonce: u64,
) -> (State, NextStep) {
    let seen = observe(node, account(), transaction.hash).await.unwrap();
    let outcome = state.observe(seen, nonce, 1);
    (outcome.state, outcome.next)
}
