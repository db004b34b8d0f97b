use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use sig::{Address, B256};

use super::{accept, limit, refund, register, store};
use crate::{
    ApiError,
    error::not_found,
    http_io::{no_store, read_json},
    operator::{Operator, deal_kind::DealKind, refusals::counted},
};

/// What wallets ask a registrar.
pub(in crate::operator) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/subscriptions", post(post_subscription))
        .route("/v1/subscriptions/accept", post(post_accept))
        .route("/v1/subscriptions/refund", post(post_refund))
        .route("/v1/subscriptions/limit", get(get_limit))
        .route("/v1/subscriptions/{id}", get(get_subscription))
}

async fn post_subscription(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let signed = register::register(&operator, &read_json(&body)?).await;
    let signed = counted(&operator, (DealKind::Subscription, None), signed).await?;
    Ok(no_store(StatusCode::CREATED, &signed))
}

async fn post_accept(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let request = read_json(&body)?;
    // A caller who hangs up does not stop a subscription half-way.
    let paying = tokio::spawn(async move {
        let subscription = accept::accept(&operator, &request).await;
        counted(&operator, (DealKind::Subscription, None), subscription).await
    });
    let subscription = paying.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &subscription.status()))
}

async fn post_refund(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    let request = read_json(&body)?;
    // Nor a refund.
    let paying = tokio::spawn(async move { refund::refund(&operator, &request).await });
    let status = paying.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::OK, &status))
}

#[derive(Deserialize)]
struct LimitQuery {
    investor: Address,
}

async fn get_limit(
    State(operator): State<Arc<Operator>>,
    Query(query): Query<LimitQuery>,
) -> Result<Response, ApiError> {
    Ok(no_store(
        StatusCode::OK,
        &limit::limit(&operator, query.investor).await?,
    ))
}

async fn get_subscription(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id: B256 = id
        .parse()
        .map_err(|_| ApiError::malformed("not a subscription's id"))?;
    let subscription = store::by_id(&operator.pool, id).await?.ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &subscription.status()))
}
