//! One deal of each kind, as it was signed.

use checkout::SignedQuote;
use deals::{CashOutQuote, ExchangeOffer, SignedExchangeOffer, SignedPaper, SignedSubscription, TopUpQuote};
use serde::de::DeserializeOwned;
use sqlx::{AnyPool, Row, any::AnyRow};

use super::{Deal, DealKind, TENGE};
use crate::storage::{from_integer, from_json, from_text, to_integer};

pub(super) async fn payment(pool: &AnyPool, id: i64) -> Result<Deal, sqlx::Error> {
    let row = sqlx::query(
        "SELECT p.order_hash AS reference, p.payer AS who, p.amount, p.transaction_hash, q.merchant_id, q.signed_quote, \
         q.total_tiyn, CASE WHEN t.order_hash IS NULL THEN 0 ELSE 1 END AS payer_data FROM payments p \
         JOIN quotes q ON q.id = p.quote_id LEFT JOIN travel_data t ON t.order_hash = p.order_hash WHERE p.id = $1",
    )
    .bind(id)
    .fetch_one(pool)
    .await?;
    let quote: SignedQuote = from_json(&row, "signed_quote")?;
    Ok(Deal {
        kind: DealKind::Payment,
        merchant_id: row.try_get("merchant_id")?,
        asset: quote.quote.asset.to_string(),
        against: TENGE.into(),
        amount: from_text(&row, "amount")?,
        tiyn: from_integer(&row, "total_tiyn")?,
        fee_tiyn: quote.quote.fee_tiyn.get(),
        ..with_person(&row)?
    })
}

pub(super) async fn exchange(pool: &AnyPool, id: i64) -> Result<Deal, sqlx::Error> {
    let row = row_of(pool, EXCHANGES, id).await?;
    let signed: SignedExchangeOffer = from_json(&row, "signed")?;
    let offer: ExchangeOffer = read(&signed.content)?;
    Ok(Deal {
        kind: DealKind::Exchange,
        asset: offer.sell.to_string(),
        against: offer.buy.to_string(),
        amount: offer.sell_amount,
        tiyn: offer.amounts.worth_tiyn.get(),
        fee_tiyn: offer.amounts.fee_tiyn.get(),
        ..with_person(&row)?
    })
}

pub(super) async fn top_up(pool: &AnyPool, id: i64) -> Result<Deal, sqlx::Error> {
    let row = row_of(pool, TOP_UPS, id).await?;
    let signed: SignedPaper = from_json(&row, "signed")?;
    let quote: TopUpQuote = read(&signed.content)?;
    Ok(Deal {
        kind: DealKind::TopUp,
        asset: quote.asset.to_string(),
        against: TENGE.into(),
        amount: quote.amount,
        tiyn: quote.paid_tiyn.get(),
        fee_tiyn: quote.fee_tiyn.get(),
        ..with_person(&row)?
    })
}

pub(super) async fn cash_out(pool: &AnyPool, id: i64) -> Result<Deal, sqlx::Error> {
    let row = row_of(pool, CASH_OUTS, id).await?;
    let signed: SignedPaper = from_json(&row, "signed")?;
    let quote: CashOutQuote = read(&signed.content)?;
    Ok(Deal {
        kind: DealKind::CashOut,
        asset: quote.asset.to_string(),
        against: TENGE.into(),
        amount: quote.amount,
        tiyn: quote.worth_tiyn.get(),
        fee_tiyn: quote.fee_tiyn.get(),
        ..with_person(&row)?
    })
}

/// A subscription in a period: when it was paid and when the money came back, each if it was in the period.
pub(super) struct OfPeriod {
    pub(super) deal: Deal,
    pub(super) settled: Option<u64>,
    pub(super) refunded: Option<u64>,
}

pub(super) async fn subscriptions(
    pool: &AnyPool,
    (from, until): (u64, u64),
) -> Result<Vec<OfPeriod>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT d.subscription_id AS reference, d.investor AS who, d.signed_subscription, d.worth_tiyn, d.transaction_hash, \
         d.settled_at, d.refunded_at, CASE WHEN EXISTS (SELECT 1 FROM identifications i WHERE i.address = d.investor \
         AND i.state = 'approved') THEN 1 ELSE 0 END AS payer_data FROM subscriptions d WHERE d.state = 'subscribed' \
         AND ((d.settled_at >= $1 AND d.settled_at < $2) OR (d.refunded_at >= $1 AND d.refunded_at < $2)) ORDER BY d.id",
    )
    .bind(to_integer(from))
    .bind(to_integer(until))
    .fetch_all(pool)
    .await?;
    let within = |at: Option<i64>| {
        at.and_then(|at| u64::try_from(at).ok())
            .filter(|at| (from..until).contains(at))
    };
    let read = |row: &AnyRow| {
        let signed: SignedSubscription = from_json(row, "signed_subscription")?;
        Ok(OfPeriod {
            settled: within(row.try_get("settled_at")?),
            refunded: within(row.try_get("refunded_at")?),
            deal: Deal {
                kind: DealKind::Subscription,
                asset: signed.asset.to_string(),
                against: signed.offering,
                amount: signed.subscription.amount,
                tiyn: from_integer(row, "worth_tiyn")?,
                ..with_person(row)?
            },
        })
    };
    rows.iter().map(read).collect()
}

const EXCHANGES: &str = "SELECT d.offer_hash AS reference, d.resident AS who, d.signed_offer AS signed, d.transaction_hash, \
    CASE WHEN EXISTS (SELECT 1 FROM identifications i WHERE i.address = d.resident AND i.state = 'approved') THEN 1 ELSE 0 END \
    AS payer_data FROM exchanges d WHERE d.id = $1";
const TOP_UPS: &str = "SELECT d.quote_hash AS reference, d.resident AS who, d.signed_quote AS signed, d.transaction_hash, \
    CASE WHEN EXISTS (SELECT 1 FROM identifications i WHERE i.address = d.resident AND i.state = 'approved') THEN 1 ELSE 0 END \
    AS payer_data FROM top_ups d WHERE d.id = $1";
const CASH_OUTS: &str = "SELECT d.quote_hash AS reference, d.resident AS who, d.signed_quote AS signed, d.transaction_hash, \
    CASE WHEN EXISTS (SELECT 1 FROM identifications i WHERE i.address = d.resident AND i.state = 'approved') THEN 1 ELSE 0 END \
    AS payer_data FROM cash_outs d WHERE d.id = $1";

async fn row_of(pool: &AnyPool, query: &'static str, id: i64) -> Result<AnyRow, sqlx::Error> {
    sqlx::query(query).bind(id).fetch_one(pool).await
}

/// What all kinds have in common; what they have not is filled in by each.
fn with_person(row: &AnyRow) -> Result<Deal, sqlx::Error> {
    Ok(Deal {
        booked_at: 0,
        day: String::new(),
        kind: DealKind::Payment,
        reference: row.try_get("reference")?,
        merchant_id: String::new(),
        payer: row.try_get::<String, _>("who")?.to_lowercase(),
        asset: String::new(),
        against: String::new(),
        amount: units::AssetAmount::ZERO,
        tiyn: 0,
        fee_tiyn: 0,
        transaction: row.try_get("transaction_hash")?,
        payer_data: from_integer(row, "payer_data")? != 0,
    })
}

fn read<T: DeserializeOwned>(content: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(content).map_err(|error| sqlx::Error::Decode(error.into()))
}
