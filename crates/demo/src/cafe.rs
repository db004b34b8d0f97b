use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use checkout::{CreateOrderRequest, LineRequest};
use serde_json::{Value, json};
use tower_http::compression::CompressionLayer;

const PAGE: &str = include_str!("../../../demo/cafe/index.html");
const SCRIPT: &str = include_str!("../../../demo/cafe/cafe.js");
const STYLE: &str = include_str!("../../../demo/cafe/cafe.css");
const ICON: &str = include_str!("../../../demo/cafe/icon.svg");

/// What the café's server knows.
#[derive(Debug, Clone)]
pub(crate) struct Cafe {
    pub(crate) wallet_origin: String,
    pub(crate) origin: String,
    /// The merchant till, as this server reaches it.
    pub(crate) till: String,
    /// The merchant till, as the page reaches it.
    pub(crate) till_origin: String,
    pub(crate) api_key: String,
    pub(crate) client: reqwest::Client,
}

/// The café: its page, which uses nothing but the public script, and `POST /order`.
pub(crate) fn cafe_router(cafe: Cafe) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/cafe.js", get(|| asset("text/javascript", SCRIPT)))
        .route("/cafe.css", get(|| asset("text/css", STYLE)))
        .route("/icon.svg", get(|| asset("image/svg+xml", ICON)))
        .route("/order", post(order))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(CompressionLayer::new())
        .with_state(cafe)
}

async fn page(State(cafe): State<Cafe>) -> Response {
    let (wallet, till) = (&cafe.wallet_origin, &cafe.till_origin);
    // What a careful merchant sends: the element must work under it.
    let policy = format!(
        "default-src 'none'; script-src 'self' {wallet}; style-src 'self'; img-src 'self'; \
         connect-src 'self' {till}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, PAGE.replace("__WALLET_ORIGIN__", wallet)).into_response()
}

#[expect(clippy::unused_async, reason = "axum's handlers are async")]
async fn asset(kind: &'static str, content: &'static str) -> ([(HeaderName, &'static str); 2], &'static str) {
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")],
        content,
    )
}

/// Creates an order at the merchant till and passes its answer on.
async fn order(State(cafe): State<Cafe>, Json(lines): Json<Vec<LineRequest>>) -> Response {
    let request = CreateOrderRequest {
        origin: cafe.origin.clone(),
        lines,
    };
    let url = format!("{}/v1/orders", cafe.till);
    let answer = cafe
        .client
        .post(url)
        .bearer_auth(&cafe.api_key)
        .json(&request)
        .send()
        .await;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    let Ok(answer) = answer else {
        return (
            StatusCode::BAD_GATEWAY,
            no_store,
            Json(json!({ "error": "till_unreachable" })),
        )
            .into_response();
    };
    let status = answer.status();
    match answer.json::<Value>().await {
        Ok(body) => (status, no_store, Json(body)).into_response(),
        Err(_) => (
            StatusCode::BAD_GATEWAY,
            no_store,
            Json(json!({ "error": "till_answer" })),
        )
            .into_response(),
    }
}
