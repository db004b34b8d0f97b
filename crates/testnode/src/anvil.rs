use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
};

use chain::HttpLimits;
use http_native::HttpClient;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A development node on a free port that ends with this value.
#[derive(Debug)]
pub struct Anvil {
    /// Its JSON-RPC address.
    pub url: String,
    _child: Child,
}

impl Anvil {
    /// Starts a node that mines every transaction at once.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a node with more arguments.
    pub async fn start_with(arguments: &[&str]) -> Self {
        let mut child = Command::new(find())
            .args(["--host", "127.0.0.1", "--port", "0"])
            .args(arguments)
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
    pub async fn call(&self, method: &str, params: Value) -> Value {
        call(&self.url, method, params).await
    }
}

/// Calls a method of a node.
pub(crate) async fn call(url: &str, method: &str, params: Value) -> Value {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let http = HttpClient::new().unwrap();
    let answer = http.post(url, &body, HttpLimits::default()).await.unwrap();
    let mut answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(answer.get("error").is_none(), "{answer}");
    answer["result"].take()
}

fn find() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let on_path = env::var_os("PATH").into_iter().flat_map(|path| {
        env::split_paths(&path)
            .map(|folder| folder.join("anvil"))
            .collect::<Vec<_>>()
    });
    env::var_os("ANVIL")
        .or_else(|| env::var_os("CRYPTOCITY_ANVIL"))
        .map(PathBuf::from)
        .into_iter()
        .chain(on_path)
        .chain([root.join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil")])
        .find(|path| path.is_file())
        .expect("these tests need Anvil: run `npm ci` in tools/, or name the binary in the variable ANVIL")
}
