//! What was not quoted or not settled, and by which rule: kept for the authority.

use sig::{Address, B256};
use sqlx::AnyPool;
use units::Tiyn;

use crate::storage::to_integer;

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
