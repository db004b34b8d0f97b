use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use tokio::net::TcpListener;

/// What the proxy does to a call.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Passes everything on.
    None,
    /// Answers nothing for as long as anybody waits.
    Hang,
    /// So many calls are told to come back after so many seconds.
    Throttle { calls: usize, seconds: &'static str },
    /// A status and a body instead of the node's.
    Body(u16, String),
    /// Passes transactions on and loses the reply.
    LoseReplies,
    /// A text of the node's answer is replaced.
    Edit(&'static str, &'static str),
}

/// A proxy before a node.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    node: Mutex<String>,
    fault: Mutex<Fault>,
    calls: Mutex<usize>,
    http: reqwest::Client,
}

impl Proxy {
    pub(crate) async fn start(node: &str, fault: Fault) -> Self {
        let shared = Arc::new(Shared {
            node: Mutex::new(node.into()),
            fault: Mutex::new(fault),
            calls: Mutex::new(0),
            http: reqwest::Client::new(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/", post(forward)).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared }
    }

    pub(crate) fn set(&self, fault: Fault) {
        *self.shared.fault.lock().unwrap() = fault;
    }

    /// Another node from now on.
    pub(crate) fn move_to(&self, node: &str) {
        *self.shared.node.lock().unwrap() = node.into();
    }

    /// How many calls came.
    pub(crate) fn calls(&self) -> usize {
        *self.shared.calls.lock().unwrap()
    }
}

async fn forward(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    *shared.calls.lock().unwrap() += 1;
    let fault = shared.fault.lock().unwrap().clone();
    let sends = String::from_utf8_lossy(&body).contains("eth_sendRawTransaction");
    match &fault {
        Fault::Hang => tokio::time::sleep(Duration::from_secs(600)).await,
        Fault::Throttle { calls, seconds } if *calls > 0 => {
            *shared.fault.lock().unwrap() = Fault::Throttle {
                calls: calls - 1,
                seconds,
            };
            let headers =
                HeaderMap::from_iter([("retry-after".parse().unwrap(), HeaderValue::from_static(seconds))]);
            return (StatusCode::TOO_MANY_REQUESTS, headers).into_response();
        }
        Fault::Body(status, text) => {
            return (StatusCode::from_u16(*status).unwrap(), text.clone()).into_response();
        }
        _ => {}
    }
    let node = shared.node.lock().unwrap().clone();
    let request = shared
        .http
        .post(node)
        .header("content-type", "application/json")
        .body(body);
    let Ok(answer) = request.send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let answer = answer.text().await.unwrap();
    match fault {
        Fault::LoseReplies if sends => StatusCode::BAD_GATEWAY.into_response(),
        Fault::Edit(from, to) => answer.replace(from, to).into_response(),
        _ => answer.into_response(),
    }
}
