//! Deals of a period from the ledger: what a reorganisation took back is not counted.

use std::collections::BTreeMap;

use checkout::SignedQuote;
use serde::Serialize;
use sqlx::Row;
use units::{AssetAmount, Tiyn};

use super::date;
use crate::{
    operator::Operator,
    storage::{from_integer, from_json, from_text, to_integer},
};

/// One asset on one day. Amounts of tenge are tiyn.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssetDay {
    pub(super) day: String,
    /// CAIP-19.
    pub(super) asset: String,
    pub(super) payments: u64,
    pub(super) paid_tiyn: u64,
    /// Base units.
    pub(super) paid_amount: AssetAmount,
    pub(super) fee_tiyn: u64,
    pub(super) refunds: u64,
    pub(super) refunded_tiyn: u64,
    /// Taken back by reorganisations; booked anew when paid anew.
    pub(super) withdrawn: u64,
    pub(super) withdrawn_tiyn: u64,
}

/// One deal above the threshold.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Deal {
    pub(super) booked_at: u64,
    pub(super) day: String,
    pub(super) order_hash: String,
    pub(super) merchant_id: String,
    pub(super) payer: String,
    pub(super) asset: String,
    pub(super) amount: AssetAmount,
    pub(super) tiyn: u64,
    pub(super) transaction: Option<String>,
    /// Whether the payer's data (travel rule) were received.
    pub(super) payer_data: bool,
}

/// Days by asset, and the deals from a threshold on.
pub(super) async fn of_period(
    operator: &Operator,
    (from, until): (u64, u64),
    review_from: Option<Tiyn>,
) -> Result<(Vec<AssetDay>, Vec<Deal>), sqlx::Error> {
    // Accounts of assets stand together in the index.
    let accounts: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT account FROM ledger WHERE account >= 'asset:eip155:' AND account < 'asset:eip155;' ORDER BY account",
    )
    .fetch_all(&operator.pool)
    .await?;
    let mut days: BTreeMap<(String, String), AssetDay> = BTreeMap::new();
    let mut reviewed = Vec::new();
    for account in &accounts {
        let asset = account.trim_start_matches("asset:");
        let rows = sqlx::query(
            "SELECT entry, tiyn, booked_at, order_hash FROM ledger WHERE account = $1 AND booked_at >= $2 AND booked_at < $3 \
             ORDER BY booked_at, id",
        )
        .bind(account)
        .bind(to_integer(from))
        .bind(to_integer(until))
        .fetch_all(&operator.pool)
        .await?;
        for row in &rows {
            let at = from_integer(row, "booked_at")?;
            let tiyn = row.try_get::<i64, _>("tiyn")?.unsigned_abs();
            let entry: String = row.try_get("entry")?;
            let key = (date(at), asset.to_owned());
            let day = days.entry(key).or_insert_with_key(|(day, asset)| AssetDay {
                day: day.clone(),
                asset: asset.clone(),
                ..AssetDay::default()
            });
            let mut parts = entry.split(':');
            match (parts.next(), parts.next().and_then(|id| id.parse::<i64>().ok())) {
                (Some("payment"), Some(id)) => {
                    let paid = paid(operator, id).await?;
                    day.payments = day.payments.saturating_add(1);
                    day.paid_tiyn = day.paid_tiyn.saturating_add(tiyn);
                    day.fee_tiyn = day.fee_tiyn.saturating_add(paid.fee.get());
                    day.paid_amount = day
                        .paid_amount
                        .checked_add(paid.deal.amount)
                        .map_err(|error| sqlx::Error::Decode(error.into()))?;
                    if review_from.is_some_and(|least| tiyn >= least.get()) {
                        reviewed.push(Deal {
                            booked_at: at,
                            day: day.day.clone(),
                            asset: asset.into(),
                            tiyn,
                            ..paid.deal
                        });
                    }
                }
                (Some("refund"), _) => {
                    day.refunds = day.refunds.saturating_add(1);
                    day.refunded_tiyn = day.refunded_tiyn.saturating_add(tiyn);
                }
                (Some("withdrawal"), _) => {
                    day.withdrawn = day.withdrawn.saturating_add(1);
                    day.withdrawn_tiyn = day.withdrawn_tiyn.saturating_add(tiyn);
                }
                // Landed although not taken, and given back: no deal.
                _ => {}
            }
        }
    }
    reviewed.sort_by_key(|deal| deal.booked_at);
    Ok((days.into_values().collect(), reviewed))
}

struct Paid {
    deal: Deal,
    fee: Tiyn,
}

async fn paid(operator: &Operator, payment: i64) -> Result<Paid, sqlx::Error> {
    let row = sqlx::query(
        "SELECT p.order_hash, p.payer, p.amount, p.transaction_hash, q.merchant_id, q.signed_quote, \
         CASE WHEN t.order_hash IS NULL THEN 0 ELSE 1 END AS payer_data FROM payments p JOIN quotes q ON q.id = p.quote_id \
         LEFT JOIN travel_data t ON t.order_hash = p.order_hash WHERE p.id = $1",
    )
    .bind(payment)
    .fetch_one(&operator.pool)
    .await?;
    let quote: SignedQuote = from_json(&row, "signed_quote")?;
    Ok(Paid {
        fee: quote.quote.fee_tiyn,
        deal: Deal {
            booked_at: 0,
            day: String::new(),
            order_hash: row.try_get("order_hash")?,
            merchant_id: row.try_get("merchant_id")?,
            payer: row.try_get("payer")?,
            asset: String::new(),
            amount: from_text(&row, "amount")?,
            tiyn: 0,
            transaction: row.try_get("transaction_hash")?,
            payer_data: from_integer(&row, "payer_data")? != 0,
        },
    })
}
