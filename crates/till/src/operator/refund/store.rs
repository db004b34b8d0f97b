use checkout::{SignedRefundReceipt, SignedRefundRequest};
use serde::{Deserialize, Serialize};
use sig::B256;
use sqlx::{AnyPool, Row, any::AnyRow};
use units::{AssetAmount, Rate, Tiyn};

use crate::storage::{from_integer, from_json, from_json_opt, from_text, to_integer};

/// The fresh rate and what follows from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) amount: AssetAmount,
    pub(super) rate: Rate,
}

/// A refund as it stands.
pub(super) struct Stored {
    pub(super) id: i64,
    pub(super) order_hash: B256,
    pub(super) payment: i64,
    pub(super) merchant_id: String,
    pub(super) tiyn: Tiyn,
    pub(super) fee: Tiyn,
    pub(super) request: SignedRefundRequest,
    pub(super) terms: Option<Terms>,
    pub(super) issued_block: u64,
    pub(super) receipt: Option<SignedRefundReceipt>,
}

/// What was given back of an order, waiting ones counted.
pub(super) async fn refunded(pool: &AnyPool, order_hash: B256) -> Result<Tiyn, sqlx::Error> {
    let row = sqlx::query(
        "SELECT CAST(coalesce(sum(tiyn), 0) AS BIGINT) AS total FROM refunds WHERE order_hash = $1",
    )
    .bind(order_hash.to_string())
    .fetch_one(pool)
    .await?;
    Tiyn::try_from(row.try_get::<i64, _>("total")?).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The refund of this id.
pub(super) async fn by_refund_id(pool: &AnyPool, id: &str) -> Result<Option<Stored>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM refunds WHERE refund_id = $1").bind(id);
    row.fetch_optional(pool).await?.as_ref().map(read).transpose()
}

/// Refunds that wait for credit or for the chain, those that were looked at longest ago first.
pub(super) async fn unfinished(pool: &AnyPool, now: u64) -> Result<Vec<String>, sqlx::Error> {
    let ids: Vec<String> = sqlx::query_scalar(
        "SELECT refund_id FROM refunds WHERE state <> 'paid' ORDER BY looked_at, id LIMIT 100",
    )
    .fetch_all(pool)
    .await?;
    for id in &ids {
        sqlx::query("UPDATE refunds SET looked_at = $1 WHERE refund_id = $2")
            .bind(to_integer(now))
            .bind(id)
            .execute(pool)
            .await?;
    }
    Ok(ids)
}

fn read(row: &AnyRow) -> Result<Stored, sqlx::Error> {
    let tiyn = |column| {
        row.try_get::<i64, _>(column)
            .and_then(|value| Tiyn::try_from(value).map_err(|error| sqlx::Error::Decode(error.into())))
    };
    Ok(Stored {
        id: row.try_get("id")?,
        order_hash: from_text(row, "order_hash")?,
        payment: row.try_get("payment")?,
        merchant_id: row.try_get("merchant_id")?,
        tiyn: tiyn("tiyn")?,
        fee: tiyn("fee_tiyn")?,
        request: from_json(row, "request")?,
        terms: from_json_opt(row, "terms")?,
        issued_block: if row.try_get::<Option<i64>, _>("issued_block")?.is_some() {
            from_integer(row, "issued_block")?
        } else {
            0
        },
        receipt: from_json_opt(row, "receipt")?,
    })
}
