use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use checkout::x402::{FacilitatorRequest, SettleResponse, SupportedResponse, VerifyResponse};
use sig::B256;
use tower_http::cors::CorsLayer;

use super::{
    FaucetResponse, Operator, authority, bank, credit::show_credit, deposits, exchange, faucet, health,
    identification, make_quotes::make_quotes, merchant_statement::statement, refund::refund, relay::relay,
    settle::settle, show_rates::show_rates, staff_routes, subscriptions, supported::supported, travel,
    verify::verify,
};
use crate::{
    ApiError,
    error::not_found,
    http_io::{finish, no_store, open_to, read_json},
    openapi,
};

/// The HTTP interface of an operator's till. Rates, exchanges, subscriptions, top-ups, cash-outs, identification, relay and
/// faucet can be called by the wallet's page, nothing else by any page.
pub(super) fn router(operator: Arc<Operator>) -> Router {
    let mut router = Router::new()
        .route("/v1/quotes", post(post_quotes))
        .route("/v1/credits/{order_hash}", get(get_credit))
        .route("/v1/deposits", post(post_deposit))
        .route("/v1/refunds", post(post_refund))
        .route("/v1/merchant-statements", post(post_statement))
        .route("/verify", post(post_verify))
        .route("/settle", post(post_settle))
        .route("/supported", get(get_supported))
        .route("/openapi.json", get(async || openapi::serve(openapi::OPERATOR)));
    let origin = operator
        .config
        .wallet_origin
        .as_deref()
        .and_then(|text| HeaderValue::from_str(text).ok());
    let mut cors = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([header::CONTENT_TYPE]);
    if let Some(origin) = origin {
        cors = cors.allow_origin([origin]);
    }
    let mut for_wallets = Router::new()
        .route("/v1/rates", get(get_rates))
        .route("/v1/relay", post(post_relay))
        .merge(exchange::routes())
        .merge(subscriptions::routes())
        .merge(bank::routes())
        .merge(identification::wallet_routes())
        .merge(travel::wallet_routes());
    if operator.config.faucet.is_some() {
        for_wallets = for_wallets.route("/v1/faucet", post(post_faucet));
    }
    router = router
        .merge(staff_routes::routes())
        .merge(health::routes())
        .merge(authority::routes())
        .merge(travel::staff_routes())
        .merge(identification::staff_routes())
        .merge(open_to(cors, for_wallets));
    finish(router, "operator").with_state(operator)
}

/// What this machine's own network may ask without a key.
pub(super) fn inner_router(operator: Arc<Operator>) -> Router {
    finish(health::inner_routes(), "operator").with_state(operator)
}

async fn post_quotes(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let quotes = make_quotes(&operator, &read_json(&body)?).await?;
    Ok(no_store(StatusCode::OK, &quotes))
}

async fn post_refund(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let order = read_json(&body)?;
    // A caller who hangs up does not stop a refund half-way.
    let paying = tokio::spawn(async move { refund(&operator, &order).await });
    let answer = paying.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &answer))
}

async fn post_statement(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let statement = statement(&operator, &read_json(&body)?).await?;
    Ok(no_store(StatusCode::OK, &statement))
}

async fn post_deposit(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let deposit = deposits::open(&operator, &read_json(&body)?).await?;
    Ok(no_store(StatusCode::CREATED, &deposit))
}

async fn post_verify(
    State(operator): State<Arc<Operator>>,
    body: Bytes,
) -> Result<Json<VerifyResponse>, ApiError> {
    Ok(Json(verify(&operator, &read_facilitator(&body)?).await?))
}

async fn post_settle(
    State(operator): State<Arc<Operator>>,
    body: Bytes,
) -> Result<Json<SettleResponse>, ApiError> {
    let request = read_facilitator(&body)?;
    // A caller who hangs up does not stop a settlement half-way.
    let settling = tokio::spawn(async move { settle(&operator, &request).await });
    Ok(Json(settling.await.map_err(|error| ApiError::internal(&error))??))
}

fn read_facilitator(body: &Bytes) -> Result<FacilitatorRequest, ApiError> {
    let request: FacilitatorRequest = read_json(body)?;
    let version = checkout::x402::VERSION;
    if request.x402_version == version && request.payment_payload.x402_version == version {
        Ok(request)
    } else {
        Err(ApiError::malformed("only version 2 of x402 is spoken here"))
    }
}

async fn get_supported(State(operator): State<Arc<Operator>>) -> Json<SupportedResponse> {
    Json(supported(&operator))
}

async fn get_rates(State(operator): State<Arc<Operator>>) -> Response {
    no_store(StatusCode::OK, &show_rates(&operator))
}

async fn get_credit(
    State(operator): State<Arc<Operator>>,
    Path(order_hash): Path<String>,
) -> Result<Response, ApiError> {
    let order_hash: B256 = order_hash
        .parse()
        .map_err(|_| ApiError::malformed("not an order hash"))?;
    let credit = show_credit(&operator, order_hash).await?.ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &credit))
}

async fn post_relay(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let request = read_json(&body)?;
    // A caller who hangs up does not stop a transfer half-way.
    let carrying = tokio::spawn(async move { relay(&operator, &request).await });
    let answer = carrying.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &answer))
}

async fn post_faucet(
    State(operator): State<Arc<Operator>>,
    body: Bytes,
) -> Result<Json<FaucetResponse>, ApiError> {
    let request = read_json(&body)?;
    Ok(Json(faucet::fill(&operator, &request).await?))
}
