use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, response::IntoResponse, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// How the node behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeMode {
    Up,
    /// Nothing arrives.
    Down,
    /// Transactions arrive, but the reply that says so is lost.
    LosesReplies,
    /// Transactions do not arrive.
    LosesTransactions,
    /// Receipts are never found.
    HidesReceipts,
    /// Calls of a method arrive nowhere and are not answered.
    HoldsBefore(&'static str),
    /// Calls of a method arrive and are not answered.
    HoldsAfter(&'static str),
}

/// The node as the operator sees it, and how many transactions it was sent.
#[derive(Clone)]
pub(crate) struct NodeProxy {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    node: String,
    http: reqwest::Client,
    mode: Mutex<NodeMode>,
    sent: Mutex<Vec<String>>,
    held: AtomicUsize,
}

impl NodeProxy {
    pub(crate) async fn start(node: &str) -> Self {
        let shared = Arc::new(Shared {
            node: node.into(),
            http: reqwest::Client::new(),
            mode: Mutex::new(NodeMode::Up),
            sent: Mutex::default(),
            held: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/", post(forward)).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared }
    }

    pub(crate) fn set(&self, mode: NodeMode) {
        *self.shared.mode.lock().unwrap() = mode;
    }

    /// Calls a method of the node itself, such as Anvil's own.
    pub(crate) async fn call(&self, method: &str, params: Value) {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let answer: Value = self
            .shared
            .http
            .post(&self.shared.node)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert!(answer.get("error").is_none(), "{answer}");
    }

    /// Waits until a call is held.
    pub(crate) async fn until_held(&self) {
        while self.shared.held.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.shared.held.store(0, Ordering::SeqCst);
    }

    /// How many different transactions were broadcast.
    pub(crate) fn transactions(&self) -> usize {
        let mut sent = self.shared.sent.lock().unwrap().clone();
        sent.sort();
        sent.dedup();
        sent.len()
    }
}

async fn forward(State(shared): State<Arc<Shared>>, body: Bytes) -> impl IntoResponse {
    let mode = *shared.mode.lock().unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    if mode == NodeMode::Down {
        return (StatusCode::BAD_GATEWAY, Bytes::new());
    }
    if mode == NodeMode::HidesReceipts && text.contains("eth_getTransactionReceipt") {
        return (
            StatusCode::OK,
            Bytes::from_static(br#"{"jsonrpc":"2.0","id":1,"result":null}"#),
        );
    }
    if let NodeMode::HoldsBefore(method) = mode
        && text.contains(method)
    {
        return hold(&shared).await;
    }
    let sends = text.contains("eth_sendRawTransaction");
    if sends && mode == NodeMode::LosesTransactions {
        return (StatusCode::BAD_GATEWAY, Bytes::new());
    }
    let request = shared
        .http
        .post(&shared.node)
        .header("content-type", "application/json")
        .body(body);
    let answer = request.send().await.unwrap().bytes().await.unwrap();
    let holds = matches!(mode, NodeMode::HoldsAfter(method) if text.contains(method));
    if sends {
        shared.sent.lock().unwrap().push(text);
        if mode == NodeMode::LosesReplies {
            return (StatusCode::BAD_GATEWAY, Bytes::new());
        }
    }
    if holds {
        return hold(&shared).await;
    }
    (StatusCode::OK, answer)
}

/// Until whoever waits is gone.
async fn hold(shared: &Shared) -> (StatusCode, Bytes) {
    shared.held.fetch_add(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(600)).await;
    (StatusCode::BAD_GATEWAY, Bytes::new())
}
