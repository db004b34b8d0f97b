//! The example, started by its one command, against a till that notes what it is asked.
#![cfg(test)]

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Asked = Arc<Mutex<Vec<(String, Value)>>>;

struct Shop {
    origin: String,
    child: Child,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start_shop(till: &str) -> Shop {
    let mut child = Command::new(env!("CARGO_BIN_EXE_example-axum"))
        .env("TILL", till)
        .env("TILL_KEY", "secret")
        .env("WALLET", "https://wallet.example")
        .env("PORT", "0")
        .env_remove("ORIGIN")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let origin = line.trim().strip_prefix("listening ").unwrap().to_owned();
    Shop { origin, child }
}

async fn start_till(asked: Asked) -> String {
    let orders = post(
        async |State(asked): State<Asked>, headers: HeaderMap, Json(body): Json<Value>| {
            let key = headers["authorization"].to_str().unwrap().to_owned();
            asked.lock().unwrap().push((key, body));
            (StatusCode::CREATED, Json(json!({ "orderId": "0x01" })))
        },
    );
    let router = Router::new()
        .route("/v1/orders", orders)
        .route("/v1/orders/0x01", get(Json(json!({ "state": "settled" }))))
        .route("/v1/orders/0x02", get(Json(json!({ "state": "authorized" }))))
        .with_state(asked);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn orders_are_made_at_the_till_with_the_servers_prices_and_key() {
    let asked = Asked::default();
    let shop = start_shop(&start_till(asked.clone()).await);
    let client = Client::builder().no_proxy().build().unwrap();
    let page = client
        .get(&shop.origin)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains(r#"<script src="https://wallet.example/checkout.js""#));
    assert!(page.contains(r#"<cryptocity-checkout create-order="/order""#));

    let order = |body: String| client.post(format!("{}/order", shop.origin)).body(body).send();
    for body in ["", "{}", "[]", r#"["__proto__"]"#, r#"["coffee"]"#, "[1]"] {
        let status = order(body.into()).await.unwrap().status().as_u16();
        assert!([400, 422].contains(&status), "{body}: {status}");
    }
    let large = serde_json::to_string(&vec!["tea"; 5000]).unwrap();
    assert_eq!(order(large).await.unwrap().status(), 413);
    assert!(asked.lock().unwrap().is_empty());

    let answer = order(r#"["tea"]"#.into()).await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({ "orderId": "0x01" })
    );
    let line = json!({ "name": "Tea", "unitTiyn": "50000", "vatBps": 1600, "quantityMilli": "1000" });
    let body = json!({ "origin": shop.origin, "lines": [line] });
    assert_eq!(*asked.lock().unwrap(), [("Bearer secret".to_owned(), body)]);

    for (id, paid) in [("0x01", json!(true)), ("0x02", json!(false))] {
        let answer = client
            .get(format!("{}/paid/{id}", shop.origin))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.json::<Value>().await.unwrap()["paid"], paid);
    }
    let climbed = client
        .get(format!("{}/paid/..%2Forders", shop.origin))
        .send()
        .await
        .unwrap();
    assert_eq!(climbed.status(), 404);
}
