//! For the operator's own staff: what is owed is given back, and how the till is doing.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use sig::{Address, sha256_digest};
use subtle::ConstantTimeEq;

use super::{
    Operator, deposits, gas,
    payouts::{self, BankAnswer},
};
use crate::{
    ApiError,
    http_io::{no_store, read_json},
};

pub(super) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/staff/deposits/{id}/return", post(post_return))
        .route("/v1/staff/payouts", get(get_payouts).post(post_payouts))
        .route("/v1/staff/payouts.csv", get(get_payouts_csv))
        .route("/v1/staff/payouts/{id}", post(post_bank_answer))
        .route("/v1/staff/statements/{merchant_id}", get(get_statement))
        .route("/metrics", get(get_metrics))
}

/// Who of the staff asks.
pub(super) fn authorize(operator: &Operator, headers: &HeaderMap) -> Result<String, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = given
        .and_then(|text| text.strip_prefix("Bearer "))
        .unwrap_or_default();
    let hash = sha256_digest(key.as_bytes()).to_b256();
    let mut known = None;
    for entry in &operator.config.staff_keys {
        if bool::from(entry.key_sha256.as_slice().ct_eq(hash.as_slice())) {
            known = Some(entry.name.clone());
        }
    }
    known.filter(|_| !key.is_empty()).ok_or_else(|| {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send a staff key as a bearer token",
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
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    Ok(no_store(StatusCode::OK, &payouts::list(&operator, "open").await?))
}

async fn get_payouts_csv(
    State(operator): State<Arc<Operator>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    let text = payouts::to_csv(&payouts::list(&operator, "open").await?)?;
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

async fn get_statement(
    State(operator): State<Arc<Operator>>,
    Path(merchant_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    Ok(no_store(
        StatusCode::OK,
        &payouts::statement(&operator, &merchant_id).await?,
    ))
}

/// Prometheus' text format. Meant for the machine's own network: put it behind the proxy.
async fn get_metrics(State(operator): State<Arc<Operator>>) -> Result<String, ApiError> {
    let states = sqlx::query_as::<_, (String, i64)>(
        "SELECT state, count(*) FROM payments GROUP BY state ORDER BY state",
    )
    .fetch_all(&operator.pool)
    .await?;
    let (waiting, age) = gas::waiting(&operator.pool, operator.clock.now()).await?;
    let mut text = String::from("# TYPE till_payments gauge\n");
    for (state, count) in states {
        let _ = writeln!(text, "till_payments{{state=\"{state}\"}} {count}");
    }
    let _ = writeln!(
        text,
        "# TYPE till_transactions_waiting gauge\ntill_transactions_waiting {waiting}"
    );
    let _ = writeln!(
        text,
        "# TYPE till_oldest_transaction_seconds gauge\ntill_oldest_transaction_seconds {age}"
    );
    Ok(text)
}
