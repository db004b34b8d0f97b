use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use deals::{AskCashOut, AskTopUp};
use sig::B256;

use super::{cash_outs, make_cash_out, make_top_up, send_top_up, settle_cash_out, top_ups};
use crate::{
    ApiError,
    error::not_found,
    http_io::{no_store, read_json},
    operator::{Operator, deal_kind::DealKind, refusals::counted},
};

/// What wallets ask an operator about top-ups and cash-outs.
pub(in crate::operator) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/bank/top-ups", post(post_top_up))
        .route("/v1/bank/top-ups/{hash}", get(get_top_up))
        .route("/v1/bank/top-ups/{hash}/simulate-payment", post(post_payment))
        .route("/v1/bank/cash-outs", post(post_cash_out))
        .route("/v1/bank/cash-outs/accept", post(post_accept))
        .route("/v1/bank/cash-outs/{hash}", get(get_cash_out))
}

async fn post_top_up(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let ask: AskTopUp = read_json(&body)?;
    let quote = make_top_up::make_top_up(&operator, &ask).await;
    let quote = counted(&operator, (DealKind::TopUp, Some(ask.asset)), quote).await?;
    Ok(no_store(StatusCode::CREATED, &quote))
}

async fn get_top_up(
    State(operator): State<Arc<Operator>>,
    Path(hash): Path<String>,
) -> Result<Response, ApiError> {
    let top_up = top_ups::by_hash(&operator.pool, parse(&hash)?)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &top_up.status()))
}

/// Demo only: "simulated bank transfer, no money moves".
async fn post_payment(
    State(operator): State<Arc<Operator>>,
    Path(hash): Path<String>,
) -> Result<Response, ApiError> {
    let hash = parse(&hash)?;
    // A caller who hangs up does not stop a top-up half-way.
    let sending = tokio::spawn(async move {
        let top_up = send_top_up::simulate_payment(&operator, hash).await;
        counted(&operator, (DealKind::TopUp, None), top_up).await
    });
    let top_up = sending.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &top_up.status()))
}

async fn post_cash_out(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let ask: AskCashOut = read_json(&body)?;
    let quote = make_cash_out::make_cash_out(&operator, &ask).await;
    let quote = counted(&operator, (DealKind::CashOut, Some(ask.asset)), quote).await?;
    Ok(no_store(StatusCode::CREATED, &quote))
}

async fn post_accept(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let request = read_json(&body)?;
    // A caller who hangs up does not stop a cash-out half-way.
    let settling = tokio::spawn(async move {
        let cash_out = settle_cash_out::accept(&operator, &request).await;
        counted(&operator, (DealKind::CashOut, None), cash_out).await
    });
    let cash_out = settling.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &cash_out.status()))
}

async fn get_cash_out(
    State(operator): State<Arc<Operator>>,
    Path(hash): Path<String>,
) -> Result<Response, ApiError> {
    let cash_out = cash_outs::by_hash(&operator.pool, parse(&hash)?)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &cash_out.status()))
}

fn parse(hash: &str) -> Result<B256, ApiError> {
    hash.parse()
        .map_err(|_| ApiError::malformed("not a quote's hash"))
}
