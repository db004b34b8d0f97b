//! What the authority reads: deals by day, kind and asset, those above the threshold one by one, refusals and the rules behind
//! them. Read only, under keys of its own.

mod deals;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow};
use units::Tiyn;

use super::{Operator, deal_kind::DealKind, staff_routes::authorize_by};
use crate::{
    ApiError,
    error::not_found,
    http_io::no_store,
    i18n::Day,
    storage::{from_integer, to_integer},
};
use deals::{Deal, DealDay};

/// Longer periods are asked for in parts, in seconds.
const LONGEST: u64 = 93 * 24 * 3600;
/// Rules that say for how much somebody may deal.
const LIMITS: [&str; 7] = [
    "above_limit",
    "above_daily_limit",
    "above_monthly_limit",
    "identification_required",
    "identification_limit",
    "above_retail_limit",
    "above_investor_maximum",
];

pub(super) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/authority/report", get(get_report))
        .route("/v1/authority/report/{part}", get(get_part))
}

/// From when until when, unix seconds.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Period {
    from: u64,
    until: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AuthorityReport {
    operator: String,
    bin: String,
    licence: String,
    from: u64,
    until: u64,
    registry_version: u64,
    /// Deals from this on stand in `reviewed`, in tiyn; absent when nobody names a threshold.
    review_from_tiyn: Option<Tiyn>,
    days: Vec<DealDay>,
    reviewed: Vec<Deal>,
    limit_hits: Vec<LimitHits>,
    /// Of orders, one by one.
    refusals: Vec<Refusal>,
    /// Of residents' deals, counted.
    refused_deals: Vec<RefusedDeals>,
}

/// How often a limit was hit on a day.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LimitHits {
    day: String,
    kind: String,
    rule: String,
    count: u64,
    /// What signed orders asked for, all together; absent for residents' deals, which anybody can ask for.
    tiyn: Option<u64>,
}

/// How often residents' deals of a kind were refused by a rule on a day.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RefusedDeals {
    day: String,
    kind: String,
    reason: String,
    asset: String,
    count: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    at: u64,
    day: String,
    stage: String,
    reason: String,
    message: String,
    order_hash: String,
    merchant_id: String,
    payer: String,
    asset: String,
    tiyn: u64,
}

async fn get_report(
    State(operator): State<Arc<Operator>>,
    Query(period): Query<Period>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let report = report(&operator, &headers, period).await?;
    Ok(no_store(StatusCode::OK, &report))
}

/// One table of the report as CSV: `days.csv`, `reviewed.csv`, `limit-hits.csv`, `refusals.csv`, `refused-deals.csv`.
async fn get_part(
    State(operator): State<Arc<Operator>>,
    Path(part): Path<String>,
    Query(period): Query<Period>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let report = report(&operator, &headers, period).await?;
    let text = match part.as_str() {
        "days.csv" => to_csv(&report.days)?,
        "reviewed.csv" => to_csv(&report.reviewed)?,
        "limit-hits.csv" => to_csv(&report.limit_hits)?,
        "refusals.csv" => to_csv(&report.refusals)?,
        "refused-deals.csv" => to_csv(&report.refused_deals)?,
        _ => return Err(not_found()),
    };
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

async fn report(
    operator: &Operator,
    headers: &HeaderMap,
    period: Period,
) -> Result<AuthorityReport, ApiError> {
    let who = authorize_by(&operator.config.authority_keys, headers)?;
    if period.until <= period.from || period.until.saturating_sub(period.from) > LONGEST {
        return Err(ApiError::malformed(
            "`from` is before `until`, and both are at most 93 days apart",
        ));
    }
    tracing::info!(who, period.from, period.until, "the authority reads the report");
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let entry = registry
        .operators
        .iter()
        .find(|entry| entry.id == operator.config.operator_id);
    let review_from = operator
        .config
        .aml
        .review_from
        .or(registry.limits.review_from_tiyn);
    let (days, reviewed) = deals::of_period(operator, (period.from, period.until), review_from).await?;
    let refusals = refusals(operator, period).await?;
    let refused_deals = refused_deals(operator, period).await?;
    Ok(AuthorityReport {
        operator: operator.config.operator_id.clone(),
        bin: entry.map(|entry| entry.bin.to_string()).unwrap_or_default(),
        licence: entry
            .map(|entry| entry.licence.number.clone())
            .unwrap_or_default(),
        from: period.from,
        until: period.until,
        registry_version: registry.version,
        review_from_tiyn: review_from,
        days,
        reviewed,
        limit_hits: limit_hits(&refusals, &refused_deals),
        refusals,
        refused_deals,
    })
}

async fn refusals(operator: &Operator, period: Period) -> Result<Vec<Refusal>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM refusals WHERE refused_at >= $1 AND refused_at < $2 ORDER BY refused_at, id",
    )
    .bind(to_integer(period.from))
    .bind(to_integer(period.until))
    .fetch_all(&operator.pool)
    .await?;
    let read = |row: &AnyRow| {
        let at = from_integer(row, "refused_at")?;
        Ok(Refusal {
            at,
            day: Day::of(at).iso(),
            stage: row.try_get("stage")?,
            reason: row.try_get("reason")?,
            message: row.try_get("message")?,
            order_hash: row.try_get("order_hash")?,
            merchant_id: row.try_get("merchant_id")?,
            payer: row.try_get("payer")?,
            asset: row.try_get("asset")?,
            tiyn: from_integer(row, "tiyn")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Counts are by day: those of the days that the period touches.
async fn refused_deals(operator: &Operator, period: Period) -> Result<Vec<RefusedDeals>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT day, kind, reason, asset, count FROM refused_deals WHERE day >= $1 AND day <= $2 \
         ORDER BY day, kind, reason, asset",
    )
    .bind(Day::of(period.from).iso())
    .bind(Day::of(period.until.saturating_sub(1)).iso())
    .fetch_all(&operator.pool)
    .await?;
    let read = |row: &AnyRow| {
        Ok(RefusedDeals {
            day: row.try_get("day")?,
            kind: row.try_get("kind")?,
            reason: row.try_get("reason")?,
            asset: row.try_get("asset")?,
            count: from_integer(row, "count")?,
        })
    };
    rows.iter().map(read).collect()
}

fn limit_hits(refusals: &[Refusal], refused_deals: &[RefusedDeals]) -> Vec<LimitHits> {
    let mut hits: BTreeMap<(&str, &str, &str), (u64, Option<u64>)> = BTreeMap::new();
    let is_limit = |rule: &str| LIMITS.contains(&rule);
    for refusal in refusals.iter().filter(|refusal| is_limit(&refusal.reason)) {
        let key = (&*refusal.day, DealKind::Payment.name(), &*refusal.reason);
        let (count, tiyn) = hits.entry(key).or_default();
        *count = count.saturating_add(1);
        *tiyn = Some(tiyn.unwrap_or_default().saturating_add(refusal.tiyn));
    }
    for refused in refused_deals.iter().filter(|refused| is_limit(&refused.reason)) {
        let (count, _) = hits
            .entry((&refused.day, &refused.kind, &refused.reason))
            .or_default();
        *count = count.saturating_add(refused.count);
    }
    hits.into_iter()
        .map(|((day, kind, rule), (count, tiyn))| LimitHits {
            day: day.into(),
            kind: kind.into(),
            rule: rule.into(),
            count,
            tiyn,
        })
        .collect()
}

fn to_csv<T: Serialize>(rows: &[T]) -> Result<String, ApiError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer
            .serialize(row)
            .map_err(|error| ApiError::internal(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| ApiError::internal(&error))?;
    String::from_utf8(bytes).map_err(|error| ApiError::internal(&error))
}
