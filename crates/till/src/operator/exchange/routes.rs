use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chain::AssetId;
use deals::AskExchange;
use serde::Deserialize;
use sig::B256;

use super::{accept, offer, prices, store};
use crate::{
    ApiError,
    error::not_found,
    http_io::{no_store, read_json},
    operator::{Operator, deal_kind::DealKind, refusals::counted},
};

/// What wallets ask an operator about exchanges.
pub(in crate::operator) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/exchange/offers", post(post_offer))
        .route("/v1/exchange/accept", post(post_accept))
        .route("/v1/exchange/prices", get(get_prices))
        .route("/v1/exchange/{hash}", get(get_exchange))
}

async fn post_offer(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let ask: AskExchange = read_json(&body)?;
    let offer = offer::make_offer(&operator, &ask).await;
    let offer = counted(&operator, (DealKind::Exchange, Some(ask.sell)), offer).await?;
    Ok(no_store(StatusCode::CREATED, &offer))
}

async fn post_accept(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let request = read_json(&body)?;
    // A caller who hangs up does not stop an exchange half-way.
    let settling = tokio::spawn(async move {
        let exchange = accept::accept(&operator, &request).await;
        counted(&operator, (DealKind::Exchange, None), exchange).await
    });
    let exchange = settling.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &exchange.status()))
}

async fn get_exchange(
    State(operator): State<Arc<Operator>>,
    Path(hash): Path<String>,
) -> Result<Response, ApiError> {
    let hash: B256 = hash
        .parse()
        .map_err(|_| ApiError::malformed("not an offer's hash"))?;
    let exchange = store::by_hash(&operator.pool, hash)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &exchange.status()))
}

#[derive(Deserialize)]
struct PricesQuery {
    asset: AssetId,
}

async fn get_prices(
    State(operator): State<Arc<Operator>>,
    Query(query): Query<PricesQuery>,
) -> Result<Response, ApiError> {
    Ok(no_store(
        StatusCode::OK,
        &prices::history(&operator.pool, query.asset).await?,
    ))
}
