//! For the operator's own staff: what is owed is given back, merchants are paid out.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use sig::{Address, sha256_digest};
use subtle::ConstantTimeEq;

use super::{
    Operator, deposits,
    payouts::{self, BankAnswer},
    statement::statement,
};
use crate::{
    ApiError, ApiKey,
    http_io::{no_store, read_json},
};

pub(super) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/staff/deposits/{id}/return", post(post_return))
        .route("/v1/staff/payouts", get(get_payouts).post(post_payouts))
        .route("/v1/staff/payouts.csv", get(get_payouts_csv))
        .route("/v1/staff/payouts/{id}", post(post_bank_answer))
        .route("/v1/staff/payouts/answers", post(post_bank_answers))
        .route("/v1/staff/statements/{merchant_id}", get(get_statement))
}

/// Who of the staff asks.
pub(super) fn authorize(operator: &Operator, headers: &HeaderMap) -> Result<String, ApiError> {
    authorize_by(&operator.config.staff_keys, headers)
}

/// Whose key is sent, of those that are configured.
pub(super) fn authorize_by(keys: &[ApiKey], headers: &HeaderMap) -> Result<String, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = given
        .and_then(|text| text.strip_prefix("Bearer "))
        .unwrap_or_default();
    let hash = sha256_digest(key.as_bytes()).to_b256();
    let mut known = None;
    for entry in keys {
        if bool::from(entry.key_sha256.as_slice().ct_eq(hash.as_slice())) {
            known = Some(entry.name.clone());
        }
    }
    known.filter(|_| !key.is_empty()).ok_or_else(|| {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send a known key as a bearer token",
        )
        .with_header(header::WWW_AUTHENTICATE, "Bearer")
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GiveBack {
    to: Address,
}

async fn post_return(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let GiveBack { to } = read_json(&body)?;
    tracing::info!(staff, id, %to, "a deposit is given back");
    Ok(no_store(
        StatusCode::OK,
        &deposits::give_back(&operator, id, to).await?,
    ))
}

async fn post_payouts(
    State(operator): State<Arc<Operator>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    tracing::info!(staff, "payouts are opened");
    Ok(no_store(
        StatusCode::CREATED,
        &payouts::open_all(&operator).await?,
    ))
}

async fn get_payouts(
    State(operator): State<Arc<Operator>>,
    Query(listed): Query<Listed>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    let state = listed.state.as_deref().unwrap_or("open");
    Ok(no_store(StatusCode::OK, &payouts::list(&operator, state).await?))
}

async fn get_payouts_csv(
    State(operator): State<Arc<Operator>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    let text = payouts::bank_file(&operator, &payouts::list(&operator, "open").await?)?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

async fn post_bank_answer(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let answer: BankAnswer = read_json(&body)?;
    payouts::close(&operator, id, &answer).await?;
    tracing::info!(
        staff,
        id,
        paid = answer.paid,
        reference = answer.reference,
        "payout closed"
    );
    Ok(StatusCode::NO_CONTENT)
}

async fn post_bank_answers(
    State(operator): State<Arc<Operator>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let taken = payouts::close_all(&operator, &body).await?;
    tracing::info!(staff, closed = taken.closed.len(), "the bank's file was taken");
    Ok(no_store(StatusCode::OK, &taken))
}

/// Which payouts: `open` when nothing is said, `paid`, `failed`.
#[derive(Deserialize)]
struct Listed {
    state: Option<String>,
}

async fn get_statement(
    State(operator): State<Arc<Operator>>,
    Path(merchant_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    Ok(no_store(
        StatusCode::OK,
        &statement(&operator.pool, &merchant_id).await?,
    ))
}
