//! A shop's server on axum: `TILL_KEY=… cargo run -p example-axum`. It needs a merchant till and the variables below.

use std::{
    env,
    io::{Write as _, stdout},
    net::Ipv4Addr,
    sync::Arc,
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    response::Html,
    routing::{get, post},
};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the server knows.
struct Shop {
    /// How visitors reach this server; has to stand in the merchant's certificate.
    origin: String,
    /// The merchant till, as this server reaches it.
    till: String,
    /// An API key of the till. It never leaves this server.
    till_key: String,
    page: String,
    client: Client,
}

/// A status for this server's own page, with a word for people who build it.
type Refusal = (StatusCode, Json<Value>);

fn refuse(status: StatusCode, error: &str) -> Refusal {
    (status, Json(json!({ "error": error })))
}

/// Prices are the server's, whatever a page says: name, tiyn for one piece with VAT, VAT in hundredths of a percent.
fn line(name: &str) -> Option<Value> {
    let (name, unit_tiyn, vat_bps) = match name {
        "tea" => ("Tea", "50000", 1600),
        _ => return None,
    };
    Some(json!({ "name": name, "unitTiyn": unit_tiyn, "vatBps": vat_bps, "quantityMilli": "1000" }))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let till_key = env::var("TILL_KEY").map_err(|_| "set TILL_KEY to an API key of the merchant till")?;
    let port = variable("PORT", "8090").parse()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let here = format!("http://{}", listener.local_addr()?);
    let wallet = variable("WALLET", "http://localhost:8080");
    let shop = Shop {
        origin: variable("ORIGIN", &here),
        till: variable("TILL", "http://127.0.0.1:8082"),
        till_key,
        page: include_str!("../index.html").replace("__WALLET__", &wallet),
        client: Client::new(),
    };
    writeln!(stdout(), "listening {here}")?;
    let router = Router::new()
        .route("/", get(page))
        .route("/order", post(order))
        .route("/paid/{id}", get(paid))
        .layer(DefaultBodyLimit::max(10_000))
        .with_state(Arc::new(shop));
    Ok(axum::serve(listener, router).await?)
}

async fn page(State(shop): State<Arc<Shop>>) -> Html<String> {
    Html(shop.page.clone())
}

/// Creates an order at the till for what was chosen, and passes its answer on.
async fn order(State(shop): State<Arc<Shop>>, body: Bytes) -> Result<(StatusCode, Json<Value>), Refusal> {
    let chosen: Vec<Value> =
        serde_json::from_slice(&body).map_err(|_| refuse(StatusCode::BAD_REQUEST, "not_a_list"))?;
    let lines: Option<Vec<Value>> = chosen.iter().map(|name| line(name.as_str()?)).collect();
    let lines = lines
        .filter(|lines| !lines.is_empty())
        .ok_or_else(|| refuse(StatusCode::UNPROCESSABLE_ENTITY, "unknown_goods"))?;
    let order = json!({ "origin": shop.origin, "lines": lines });
    ask_till(
        &shop,
        shop.client.post(format!("{}/v1/orders", shop.till)).json(&order),
    )
    .await
}

/// Whether the goods may be handed over: the till's word, asked for by this server.
async fn paid(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let known = id
        .strip_prefix("0x")
        .is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !known {
        return Err(refuse(StatusCode::NOT_FOUND, "unknown_order"));
    }
    let (status, Json(order)) =
        ask_till(&shop, shop.client.get(format!("{}/v1/orders/{id}", shop.till))).await?;
    let paid = matches!(order["state"].as_str(), Some("settled" | "final" | "over"));
    Ok((status, Json(json!({ "paid": paid }))))
}

async fn ask_till(shop: &Shop, request: RequestBuilder) -> Result<(StatusCode, Json<Value>), Refusal> {
    let unreachable = |_| refuse(StatusCode::BAD_GATEWAY, "till_unreachable");
    let answer = request
        .bearer_auth(&shop.till_key)
        .send()
        .await
        .map_err(unreachable)?;
    let status = answer.status();
    Ok((status, Json(answer.json().await.map_err(unreachable)?)))
}
