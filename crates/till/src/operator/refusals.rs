//! What was not quoted or not settled, and by which rule: kept for the authority.

use chain::AssetId;
use sig::{Address, B256};
use sqlx::AnyPool;
use units::Tiyn;

use super::{Operator, deal_kind::DealKind};
use crate::{ApiError, i18n::Day, storage::to_integer};

/// A refusal. Only what a certified merchant signed is written down, so that strangers cannot fill the table; the same one
/// again is one.
#[derive(Debug)]
pub(super) struct NewRefusal<'a> {
    /// `quote` or `payment`.
    pub(super) stage: &'static str,
    pub(super) reason: &'a str,
    pub(super) message: &'a str,
    pub(super) order_hash: B256,
    pub(super) merchant_id: &'a str,
    pub(super) payer: Option<Address>,
    /// CAIP-19, where one is meant.
    pub(super) asset: Option<String>,
    pub(super) tiyn: Tiyn,
}

pub(super) async fn record(pool: &AnyPool, refusal: &NewRefusal<'_>, now: u64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO refusals (refused_at, stage, reason, message, order_hash, merchant_id, payer, asset, tiyn) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (stage, reason, order_hash, payer) DO NOTHING",
    )
    .bind(to_integer(now))
    .bind(refusal.stage)
    .bind(refusal.reason)
    .bind(refusal.message)
    .bind(refusal.order_hash.to_string())
    .bind(refusal.merchant_id)
    .bind(refusal.payer.map(|payer| format!("{payer:#x}")).unwrap_or_default())
    .bind(refusal.asset.as_deref().unwrap_or_default())
    .bind(refusal.tiyn.to_i64())
    .execute(pool)
    .await?;
    Ok(())
}

/// What a resident was answered, counted when it is a refusal. A count that cannot be kept does not change the answer.
pub(super) async fn counted<T, E: Into<ApiError>>(
    operator: &Operator,
    (kind, asset): (DealKind, Option<AssetId>),
    answer: Result<T, E>,
) -> Result<T, ApiError> {
    let answer = answer.map_err(Into::into);
    if let Some(rule) = answer.as_ref().err().and_then(ApiError::rule)
        && let Err(error) = count(operator, (kind, asset), rule).await
    {
        tracing::error!(%error, rule, "a refusal is not counted");
    }
    answer
}

async fn count(
    operator: &Operator,
    (kind, asset): (DealKind, Option<AssetId>),
    rule: &str,
) -> Result<(), sqlx::Error> {
    // Anybody may ask for anything: only assets of the registry are told apart.
    let known = asset.filter(|asset| {
        operator
            .registry
            .with(|registry| registry.asset(*asset).is_some())
    });
    sqlx::query(
        "INSERT INTO refused_deals (day, kind, reason, asset, count) VALUES ($1, $2, $3, $4, 1) \
         ON CONFLICT (day, kind, reason, asset) DO UPDATE SET count = refused_deals.count + 1",
    )
    .bind(Day::of(operator.clock.now()).iso())
    .bind(kind.name())
    .bind(rule)
    .bind(known.map(|asset| asset.to_string()).unwrap_or_default())
    .execute(&operator.pool)
    .await?;
    Ok(())
}
