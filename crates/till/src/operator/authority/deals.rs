//! Deals of a period from the ledger: what a reorganisation took back is not counted. Subscriptions move nothing of the
//! operator's and stand in no ledger: they are read from their own table.

mod read_deal;

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::Row;
use units::{AssetAmount, Tiyn};

use crate::{
    i18n::Day,
    operator::{Operator, deal_kind::DealKind},
    storage::{from_integer, to_integer},
};

/// Tenge, where an asset stands otherwise.
const TENGE: &str = "KZT";

/// Deals of one kind in one asset on one day. Amounts of tenge are tiyn.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DealDay {
    day: String,
    kind: DealKind,
    /// CAIP-19: what came in, for top-ups what went out.
    asset: String,
    /// What was given for it: CAIP-19, `KZT`, or the offering's identifier.
    against: String,
    deals: u64,
    /// Base units of `asset`.
    amount: AssetAmount,
    /// What the deals were worth.
    tiyn: u64,
    fee_tiyn: u64,
    refunds: u64,
    refunded_tiyn: u64,
    /// Taken back by reorganisations; booked anew when paid anew.
    withdrawn: u64,
    withdrawn_tiyn: u64,
}

/// One deal above the threshold.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Deal {
    booked_at: u64,
    day: String,
    kind: DealKind,
    /// Hash of the order, offer or quote; id of the subscription.
    reference: String,
    /// Of payments; empty for deals of residents.
    merchant_id: String,
    /// The payer, or the resident.
    payer: String,
    asset: String,
    against: String,
    amount: AssetAmount,
    tiyn: u64,
    fee_tiyn: u64,
    transaction: Option<String>,
    /// Whether the operator has the person's data: by the travel rule, or by identification.
    payer_data: bool,
}

/// Days by kind and asset, and the deals from a threshold on.
pub(super) async fn of_period(
    operator: &Operator,
    period: (u64, u64),
    review_from: Option<Tiyn>,
) -> Result<(Vec<DealDay>, Vec<Deal>), sqlx::Error> {
    let mut report = Report {
        review_from,
        days: BTreeMap::new(),
        reviewed: Vec::new(),
    };
    add_booked(operator, period, &mut report).await?;
    add_subscriptions(operator, period, &mut report).await?;
    report.reviewed.sort_by_key(|deal| deal.booked_at);
    Ok((report.days.into_values().collect(), report.reviewed))
}

async fn add_booked(
    operator: &Operator,
    (from, until): (u64, u64),
    report: &mut Report,
) -> Result<(), sqlx::Error> {
    // Accounts of assets stand together in the index.
    let accounts: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT account FROM ledger WHERE account >= 'asset:eip155:' AND account < 'asset:eip155;' ORDER BY account",
    )
    .fetch_all(&operator.pool)
    .await?;
    for account in &accounts {
        let asset = account.trim_start_matches("asset:");
        let rows = sqlx::query(
            "SELECT entry, tiyn, booked_at FROM ledger WHERE account = $1 AND booked_at >= $2 AND booked_at < $3 \
             ORDER BY booked_at, id",
        )
        .bind(account)
        .bind(to_integer(from))
        .bind(to_integer(until))
        .fetch_all(&operator.pool)
        .await?;
        for row in &rows {
            let at = from_integer(row, "booked_at")?;
            let booked = row.try_get::<i64, _>("tiyn")?;
            let tiyn = booked.unsigned_abs();
            let entry: String = row.try_get("entry")?;
            let mut parts = entry.split(':');
            let (Some(kind), Some(id)) = (parts.next(), parts.next().and_then(|id| id.parse::<i64>().ok()))
            else {
                continue;
            };
            let pool = &operator.pool;
            let deal = match kind {
                "payment" => read_deal::payment(pool, id).await?,
                // The other asset of an exchange has a row of its own.
                "exchange" if booked > 0 => read_deal::exchange(pool, id).await?,
                "top-up" => read_deal::top_up(pool, id).await?,
                "cash-out" => read_deal::cash_out(pool, id).await?,
                "refund" => {
                    let day = report.day(at, (DealKind::Payment, asset, TENGE));
                    day.refunds = day.refunds.saturating_add(1);
                    day.refunded_tiyn = day.refunded_tiyn.saturating_add(tiyn);
                    continue;
                }
                "withdrawal" => {
                    let day = report.day(at, (DealKind::Payment, asset, TENGE));
                    day.withdrawn = day.withdrawn.saturating_add(1);
                    day.withdrawn_tiyn = day.withdrawn_tiyn.saturating_add(tiyn);
                    continue;
                }
                // Landed although not taken, and given back: no deal.
                _ => continue,
            };
            report.add(at, deal)?;
        }
    }
    Ok(())
}

async fn add_subscriptions(
    operator: &Operator,
    period: (u64, u64),
    report: &mut Report,
) -> Result<(), sqlx::Error> {
    let pool = &operator.pool;
    for found in read_deal::subscriptions(pool, period).await? {
        if let Some(at) = found.refunded {
            let day = report.day(at, (found.deal.kind, &found.deal.asset, &found.deal.against));
            day.refunds = day.refunds.saturating_add(1);
            day.refunded_tiyn = day.refunded_tiyn.saturating_add(found.deal.tiyn);
        }
        if let Some(at) = found.settled {
            report.add(at, found.deal)?;
        }
    }
    Ok(())
}

struct Report {
    review_from: Option<Tiyn>,
    days: BTreeMap<(String, DealKind, String, String), DealDay>,
    reviewed: Vec<Deal>,
}

impl Report {
    fn day(&mut self, at: u64, (kind, asset, against): (DealKind, &str, &str)) -> &mut DealDay {
        let key = (Day::of(at).iso(), kind, asset.to_owned(), against.to_owned());
        self.days
            .entry(key)
            .or_insert_with_key(|(day, kind, asset, against)| DealDay {
                day: day.clone(),
                kind: *kind,
                asset: asset.clone(),
                against: against.clone(),
                deals: 0,
                amount: AssetAmount::ZERO,
                tiyn: 0,
                fee_tiyn: 0,
                refunds: 0,
                refunded_tiyn: 0,
                withdrawn: 0,
                withdrawn_tiyn: 0,
            })
    }

    fn add(&mut self, at: u64, deal: Deal) -> Result<(), sqlx::Error> {
        let day = self.day(at, (deal.kind, &deal.asset, &deal.against));
        day.deals = day.deals.saturating_add(1);
        day.tiyn = day.tiyn.saturating_add(deal.tiyn);
        day.fee_tiyn = day.fee_tiyn.saturating_add(deal.fee_tiyn);
        day.amount = day
            .amount
            .checked_add(deal.amount)
            .map_err(|error| sqlx::Error::Decode(error.into()))?;
        if self.review_from.is_some_and(|least| deal.tiyn >= least.get()) {
            self.reviewed.push(Deal {
                booked_at: at,
                day: Day::of(at).iso(),
                ..deal
            });
        }
        Ok(())
    }
}
