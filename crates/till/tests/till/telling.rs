//! Webhooks, keys, limits.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, sync::Semaphore};

use crate::support::{API_KEY, Answer, Payer, Stack, TUSD};

type Calls = Arc<Mutex<Vec<(String, String)>>>;

/// A merchant's server that refuses the first call.
async fn receiver() -> (String, Calls) {
    async fn take(State(calls): State<Calls>, headers: HeaderMap, body: Bytes) -> StatusCode {
        let signature = headers["till-signature"].to_str().unwrap().to_owned();
        let mut calls = calls.lock().unwrap();
        calls.push((signature, String::from_utf8(body.to_vec()).unwrap()));
        if calls.len() == 1 {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::OK
        }
    }
    let calls = Calls::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().route("/hook", post(take)).with_state(calls.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, calls)
}

async fn call(stack: &Stack, key: &str, method: Method, path: &str, body: Value) -> Answer {
    let authorization = format!("Bearer {key}");
    let url = format!("{}{path}", stack.merchant_url);
    stack
        .call(method, &url, &[("authorization", &authorization)], body)
        .await
}

fn check(secret: &str, (signature, body): &(String, String)) {
    let (time, hex) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    mac.verify_slice(&hex::decode(hex).unwrap()).unwrap();
}

#[tokio::test]
async fn a_webhook_is_signed_tried_again_and_replayed() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let (url, calls) = receiver().await;
    let made = call(
        &stack,
        API_KEY,
        Method::POST,
        "/v1/webhooks",
        json!({ "url": url }),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.body);
    let secret = made.body["secret"].as_str().unwrap();

    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    while calls.lock().unwrap().len() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let seen = calls.lock().unwrap().clone();
    let id_of = |index: usize| serde_json::from_str::<Value>(&seen[index].1).unwrap()["id"].clone();
    seen.iter().for_each(|one| check(secret, one));
    assert!(seen[0].1.contains("\"type\":\"order.settled\""), "{}", seen[0].1);
    assert_eq!(id_of(0), id_of(1));

    let log = call(&stack, API_KEY, Method::GET, "/v1/deliveries", Value::Null)
        .await
        .body;
    let id = log[0]["id"].as_i64().unwrap();
    let replayed = call(
        &stack,
        API_KEY,
        Method::POST,
        &format!("/v1/deliveries/{id}/replay"),
        json!({}),
    )
    .await;
    assert_eq!(replayed.status, 202);
    while calls.lock().unwrap().len() < 3 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// A try that is under way when somebody asks for another one does not undo that.
#[tokio::test]
async fn a_replay_during_a_try_is_sent_all_the_same() {
    type Gate = (Arc<Semaphore>, Arc<Semaphore>);
    async fn take(State((arrived, leave)): State<Gate>) -> StatusCode {
        arrived.add_permits(1);
        leave.acquire().await.unwrap().forget();
        StatusCode::OK
    }
    let gate: Gate = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let stack = Stack::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new().route("/hook", post(take)).with_state(gate.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let hook = json!({ "url": url });
    let made = call(&stack, API_KEY, Method::POST, "/v1/webhooks", hook).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let order = stack.order().await;
    let cancel = format!("/v1/orders/{}", order.order_id);
    assert_eq!(
        call(&stack, API_KEY, Method::DELETE, &cancel, Value::Null)
            .await
            .status,
        204
    );

    let (arrived, leave) = gate;
    arrived.acquire().await.unwrap().forget();
    let log = call(&stack, API_KEY, Method::GET, "/v1/deliveries", Value::Null)
        .await
        .body;
    let replay = format!("/v1/deliveries/{}/replay", log[0]["id"]);
    assert_eq!(
        call(&stack, API_KEY, Method::POST, &replay, json!({}))
            .await
            .status,
        202
    );
    leave.add_permits(2);
    arrived.acquire().await.unwrap().forget();
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_until_it_is_revoked() {
    let stack = Stack::start().await;
    let body = json!({ "name": "kiosk", "scopes": ["orders"] });
    let made = call(&stack, API_KEY, Method::POST, "/v1/api-keys", body.clone()).await;
    let key = made.body["key"].as_str().unwrap().to_owned();
    assert_eq!(
        call(&stack, API_KEY, Method::POST, "/v1/api-keys", body)
            .await
            .error(),
        (409, "name_taken")
    );
    let order = crate::support::order_body();
    assert_eq!(
        call(&stack, &key, Method::POST, "/v1/orders", order.clone())
            .await
            .status,
        201
    );
    let refused = call(&stack, &key, Method::GET, "/v1/api-keys", Value::Null).await;
    assert_eq!(refused.error(), (403, "scope_missing"));
    let listed = call(&stack, API_KEY, Method::GET, "/v1/api-keys", Value::Null).await;
    assert!(!listed.body.to_string().contains(&key));
    assert_eq!(
        call(&stack, API_KEY, Method::DELETE, "/v1/api-keys/kiosk", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        call(&stack, &key, Method::POST, "/v1/orders", order)
            .await
            .error(),
        (401, "unauthorized")
    );
}

#[tokio::test]
async fn a_webhook_in_the_clear_is_refused_and_the_faucet_is_not_emptied_by_one_address() {
    let stack = Stack::start().await;
    let body = json!({ "url": "http://example.com/hook" });
    let answer = call(&stack, API_KEY, Method::POST, "/v1/webhooks", body).await;
    assert_eq!(answer.error(), (400, "malformed"));
    let address = sig::Signer::address(&Payer::poor(7).key);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let url = format!("{}/v1/faucet", stack.operator_url);
        statuses.push(
            stack
                .call(Method::POST, &url, &[], json!({ "address": address }))
                .await
                .status,
        );
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}
