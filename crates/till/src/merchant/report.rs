//! Orders of a period for bookkeeping: CSV or JSON for a program.

use checkout::{OrderId, OrderState, SettledResponse, SignedOrder};
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow};
use units::Tiyn;

use super::{Merchant, order_store::parse_state};
use crate::storage::{from_integer, from_json, from_json_opt, to_integer};

/// More rows than this are asked for period by period.
const MAX_ROWS: i64 = 100_000;

/// From when until when orders were made, unix seconds; everything when absent.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Period {
    pub(super) from: Option<u64>,
    pub(super) until: Option<u64>,
}

/// One order. Amounts are tiyn.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportRow {
    pub(super) order_id: OrderId,
    pub(super) created_at: u64,
    pub(super) state: OrderState,
    pub(super) total_tiyn: Tiyn,
    pub(super) vat_tiyn: Tiyn,
    pub(super) fee_tiyn: Option<Tiyn>,
    pub(super) refunded_tiyn: u64,
    /// The part of the fee that came back with what was given back.
    pub(super) returned_fee_tiyn: u64,
    pub(super) asset: Option<String>,
    /// Base units.
    pub(super) amount: Option<String>,
    pub(super) payer: Option<String>,
    pub(super) transaction: Option<String>,
    pub(super) paid_at: Option<u64>,
    pub(super) operator: Option<String>,
}

pub(super) async fn rows(merchant: &Merchant, period: &Period) -> Result<Vec<ReportRow>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT id, created_at, state, signed_order, settled_response, refunded_tiyn, returned_fee_tiyn FROM orders \
         WHERE created_at >= $1 AND created_at < $2 ORDER BY created_at, id LIMIT $3",
    )
    .bind(to_integer(period.from.unwrap_or(0)))
    .bind(to_integer(period.until.unwrap_or(u64::MAX)))
    .bind(MAX_ROWS)
    .fetch_all(&merchant.pool)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<ReportRow, sqlx::Error> {
    let order: SignedOrder = from_json(row, "signed_order")?;
    let papers: Option<SettledResponse> = from_json_opt(row, "settled_response")?;
    let receipt = papers.map(|papers| papers.receipt.receipt);
    let receipt = receipt.as_ref();
    Ok(ReportRow {
        order_id: order.order.id,
        created_at: from_integer(row, "created_at")?,
        state: parse_state(row.try_get("state")?)?,
        total_tiyn: order.order.total_tiyn,
        vat_tiyn: order.order.vat_tiyn,
        fee_tiyn: receipt.map(|receipt| receipt.fee_tiyn),
        refunded_tiyn: from_integer(row, "refunded_tiyn")?,
        returned_fee_tiyn: from_integer(row, "returned_fee_tiyn")?,
        asset: receipt.map(|receipt| receipt.asset.to_string()),
        amount: receipt.map(|receipt| receipt.amount.to_string()),
        payer: receipt.map(|receipt| receipt.payer.to_string()),
        transaction: receipt.map(|receipt| receipt.transaction.to_string()),
        paid_at: receipt.map(|receipt| receipt.issued_at),
        operator: receipt.map(|receipt| receipt.operator_id.clone()),
    })
}

/// The rows with a line of names.
pub(super) fn to_csv(rows: &[ReportRow]) -> Result<String, sqlx::Error> {
    let wrong = |error: csv::Error| sqlx::Error::Encode(error.into());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(wrong)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| sqlx::Error::Encode(error.to_string().into()))?;
    String::from_utf8(bytes).map_err(|error| sqlx::Error::Encode(error.into()))
}
