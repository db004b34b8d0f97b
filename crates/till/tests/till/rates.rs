//! Rates from a feed and a file: quoted while they are fresh, with the spread as fee; refused by name when they are old.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, extract::State, routing::get};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use units::Rate;

use crate::support::{Stack, TUSD};

type Document = Arc<Mutex<Value>>;

async fn feed(document: Document) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/usd", listener.local_addr().unwrap());
    async fn answer(State(document): State<Document>) -> Json<Value> {
        Json(document.lock().unwrap().clone())
    }
    let router = Router::new().route("/usd", get(answer)).with_state(document);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

fn price(text: &str) -> Rate {
    Rate::from_tenge_per_unit(text.parse::<Decimal>().unwrap()).unwrap()
}

#[tokio::test]
async fn a_feed_is_quoted_while_it_is_fresh_and_what_is_locked_is_not_repriced() {
    let mut stack = Stack::start().await;
    let said = |price: &str, at: u64| json!({ "data": { "rate": price, "at": at } });
    let start = stack.clock.now();
    let document = Document::new(Mutex::new(said("540.00", start)));
    let url = feed(document.clone()).await;
    std::fs::write(stack.file("tkzt.txt"), "1\n").unwrap();
    stack
        .reconfigure_operator(|text| {
            let of_feed = format!(
                "url = \"{url}\"\npointer = \"/data/rate\"\ntime_pointer = \"/data/at\"\nevery_seconds = 1\nspread_bps = 20"
            );
            text.replace("fee_bps = 75", "fee_bps = 50")
                .replace("tenge_per_unit = \"538.90\"", &of_feed)
                .replace("tenge_per_unit = \"1\"", "file = \"tkzt.txt\"")
        })
        .await;
    let order = stack.order().await;
    let first = stack.ask(&order).await;
    let quote = |asked: &crate::support::Asked| asked.order.offers[TUSD].quote.clone();
    assert_eq!(first.order.offers.len(), 2);
    let locked = quote(&first);
    assert_eq!((locked.rate, locked.rate_time), (price("540.00"), start));
    // 0.50 % of the operator and 0.20 % over the source: all of it is fee, none is hidden in the rate.
    assert_eq!((locked.fee_bps.get(), locked.fee_tiyn.get()), (70, 1_715));
    assert_eq!(locked.merchant_tiyn.get() + locked.fee_tiyn.get(), 245_000);

    // The price moves. What was quoted holds for its 15 minutes; a new order has the new price.
    *document.lock().unwrap() = said("600.00", start + 1);
    let moved = async || loop {
        let asked = stack.ask(&stack.order().await).await;
        if quote(&asked).rate == price("600.00") {
            return asked;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    moved().await;
    assert_eq!(quote(&stack.ask(&order).await), locked);

    // Both sources stand still for longer than allowed.
    stack.clock.advance(400);
    let refused = stack.get(&stack.order().await.pay_url).await;
    assert_eq!(refused.error(), (503, "operator_unavailable"));
    let message = refused.body["message"].as_str().unwrap();
    assert!(
        message.contains("rate_stale") && message.contains("seconds old"),
        "{message}"
    );
    assert_eq!(quote(&stack.ask(&order).await), locked, "what is locked holds");

    // The feed is alive again, the file is not: one asset is quoted; the old quote has ended and is replaced.
    stack.clock.advance(600);
    *document.lock().unwrap() = said("610.00", stack.clock.now());
    let mut again = stack.get(&order.pay_url).await;
    while again.status == 503 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        again = stack.get(&order.pay_url).await;
    }
    let asked = stack.ask(&order).await;
    assert_eq!(asked.order.offers.len(), 1);
    assert_eq!(quote(&asked).rate, price("610.00"));
    assert_ne!(quote(&asked).amount, locked.amount);
}
