//! The travel rule: above the registry's threshold nothing is settled before the payer's data are here. The payer's wallet
//! seals them to the operator's key and sends them to the operator itself: the merchant never sees them. They are kept as
//! they were sealed and opened under a name and a reason.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post, put},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sig::B256;
use sqlx::AnyPool;
use units::Tiyn;

use super::{Operator, quote_store, staff_routes::authorize};
use crate::{
    ApiError, SealedData, TRAVEL_SUITE, TravelConfig,
    error::not_found,
    http_io::{no_store, read_json},
    storage::{from_json, to_integer, to_json},
};

/// Longer texts are no name, document or address.
const MAX_BYTES: usize = 300;
/// Longer reasons are refused.
const MAX_REASON_BYTES: usize = 500;
const DAY: u64 = 24 * 3600;

/// What is asked of a payer: the originator of the transfer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PayerData {
    name: String,
    /// IIN of a resident, or the number of a passport.
    document: String,
    /// Where the payer lives.
    address: String,
}

impl PayerData {
    fn is_complete(&self) -> bool {
        [&self.name, &self.document, &self.address]
            .iter()
            .all(|text| !text.trim().is_empty() && text.len() <= MAX_BYTES)
    }
}

/// For the wallet's page.
pub(super) fn wallet_routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/travel-rule", get(get_terms))
        .route("/v1/travel-rule/{order_hash}", put(put_data))
}

/// For the operator's staff.
pub(super) fn staff_routes() -> Router<Arc<Operator>> {
    Router::new().route("/v1/staff/travel-rule/{order_hash}/open", post(post_open))
}

/// From which amount on data are needed.
fn threshold(operator: &Operator) -> Option<Tiyn> {
    operator
        .registry
        .with(|registry| registry.limits.travel_rule_from_tiyn)
}

/// What an order above the threshold lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacking {
    /// This operator takes no data, and so no such order.
    NotOffered,
    /// The payer's data are not here yet.
    Data,
}

/// Whether an order may be quoted: only where data can be taken, when they are needed.
pub(super) fn may_quote(operator: &Operator, total: Tiyn) -> bool {
    threshold(operator).is_none_or(|least| total < least) || operator.config.travel.is_some()
}

/// What is missing for settling an order.
pub(super) async fn lacking(
    operator: &Operator,
    order_hash: B256,
    total: Tiyn,
) -> Result<Option<Lacking>, sqlx::Error> {
    if threshold(operator).is_none_or(|least| total < least) {
        return Ok(None);
    }
    if operator.config.travel.is_none() {
        return Ok(Some(Lacking::NotOffered));
    }
    let row = sqlx::query("SELECT 1 FROM travel_data WHERE order_hash = $1")
        .bind(order_hash.to_string())
        .fetch_optional(&operator.pool)
        .await?;
    Ok(row.is_none().then_some(Lacking::Data))
}

fn config(operator: &Operator) -> Result<&TravelConfig, ApiError> {
    operator.config.travel.as_ref().ok_or_else(not_found)
}

fn parse(order_hash: &str) -> Result<B256, ApiError> {
    order_hash
        .parse()
        .map_err(|_| ApiError::malformed("not an order hash"))
}

/// What is asked, from which amount on, to which key, and for how long it is kept: shown to the payer before.
async fn get_terms(State(operator): State<Arc<Operator>>) -> Result<Response, ApiError> {
    let travel = config(&operator)?;
    let terms = json!({
        "fromTiyn": threshold(&operator),
        "suite": TRAVEL_SUITE,
        "publicKey": travel.key.public_key(),
        "fields": ["name", "document", "address"],
        "keepDays": travel.keep_days,
    });
    Ok(no_store(StatusCode::OK, &terms))
}

/// Takes sealed data for an order that was quoted. Sent again, they replace those of before; never after they were used.
async fn put_data(
    State(operator): State<Arc<Operator>>,
    Path(order_hash): Path<String>,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let travel = config(&operator)?;
    let order_hash = parse(&order_hash)?;
    let sealed: SealedData = read_json(&body)?;
    quote_store::newest(&operator.pool, order_hash)
        .await?
        .ok_or_else(not_found)?;
    let unreadable = || {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "data_unreadable",
            "the data are not sealed to this operator's key for this order, or not complete",
        )
    };
    let opened = travel
        .key
        .open(&sealed, order_hash.as_slice())
        .ok_or_else(unreadable)?;
    let data: PayerData = serde_json::from_slice(&opened).map_err(|_| unreadable())?;
    if !data.is_complete() {
        return Err(unreadable());
    }
    let done = sqlx::query(
        "INSERT INTO travel_data (order_hash, sealed, received_at) VALUES ($1, $2, $3) ON CONFLICT (order_hash) DO UPDATE \
         SET sealed = excluded.sealed, received_at = excluded.received_at WHERE NOT EXISTS (SELECT 1 FROM payments \
         WHERE payments.order_hash = excluded.order_hash AND payments.state = 'settled')",
    )
    .bind(order_hash.to_string())
    .bind(to_json(&sealed)?)
    .bind(to_integer(operator.clock.now()))
    .execute(&operator.pool)
    .await?;
    if done.rows_affected() == 1 {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::new(
            StatusCode::CONFLICT,
            "order_already_paid",
            "the order is paid; its payer's data stand",
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    reason: String,
}

/// Opens the data of an order. Who did it, when and why is written down before.
async fn post_open(
    State(operator): State<Arc<Operator>>,
    Path(order_hash): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let travel = config(&operator)?;
    let order_hash = parse(&order_hash)?;
    let Opening { reason } = read_json(&body)?;
    if reason.trim().is_empty() || reason.len() > MAX_REASON_BYTES {
        return Err(ApiError::malformed("opening data needs a reason"));
    }
    let row = sqlx::query("SELECT sealed FROM travel_data WHERE order_hash = $1")
        .bind(order_hash.to_string())
        .fetch_optional(&operator.pool)
        .await?
        .ok_or_else(not_found)?;
    let sealed: SealedData = from_json(&row, "sealed")?;
    sqlx::query(
        "INSERT INTO travel_openings (order_hash, opened_at, opened_by, reason) VALUES ($1, $2, $3, $4)",
    )
    .bind(order_hash.to_string())
    .bind(to_integer(operator.clock.now()))
    .bind(&staff)
    .bind(&reason)
    .execute(&operator.pool)
    .await?;
    tracing::info!(staff, %order_hash, "data of a payer opened");
    let opened = travel.key.open(&sealed, order_hash.as_slice());
    let data: Option<PayerData> = opened.and_then(|opened| serde_json::from_slice(&opened).ok());
    let data = data.ok_or_else(|| ApiError::internal(&"sealed data do not open with this key"))?;
    Ok(no_store(StatusCode::OK, &data))
}

/// Erases data that were kept for long enough. With `dry_run` only counts them.
pub(crate) async fn expire(
    pool: &AnyPool,
    keep_days: u64,
    now: u64,
    dry_run: bool,
) -> Result<u64, sqlx::Error> {
    let before = to_integer(now.saturating_sub(keep_days.saturating_mul(DAY)));
    if dry_run {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM travel_data WHERE received_at < $1")
            .bind(before)
            .fetch_one(pool)
            .await?;
        return Ok(count.unsigned_abs());
    }
    let done = sqlx::query("DELETE FROM travel_data WHERE received_at < $1")
        .bind(before)
        .execute(pool)
        .await?;
    Ok(done.rows_affected())
}

/// Erases the data of one order.
pub(crate) async fn erase(pool: &AnyPool, order_hash: B256) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM travel_data WHERE order_hash = $1")
        .bind(order_hash.to_string())
        .execute(pool)
        .await?;
    Ok(done.rows_affected())
}
