use checkout::{
    OrderId, SignedQuote,
    x402::{PaymentRequirements, SignedOffer},
};
use sqlx::{AnyPool, Row, any::AnyRow};

use crate::storage::{self, from_json, to_integer, to_json};

/// A quote of the operator for an order, and what follows from it.
#[derive(Debug, Clone)]
pub(super) struct StoredQuote {
    pub(super) id: i64,
    pub(super) signed: SignedQuote,
    pub(super) offer: SignedOffer,
    pub(super) requirement: PaymentRequirements,
}

/// A way to pay that was checked.
#[derive(Debug, Clone)]
pub(super) struct NewQuote {
    pub(super) signed: SignedQuote,
    pub(super) offer: SignedOffer,
    pub(super) requirement: PaymentRequirements,
}

impl StoredQuote {
    pub(super) const fn expires_at(&self) -> u64 {
        self.signed.quote.expires_at
    }
}

/// The quotes of an order that are not replaced, in the order of `accepts`.
pub(super) async fn current(pool: &AnyPool, order: OrderId) -> Result<Vec<StoredQuote>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM quotes WHERE order_id = $1 AND replaced = 0 ORDER BY id");
    query
        .bind(order.to_string())
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// All quotes of an order, the one that holds longest first.
pub(super) async fn all(pool: &AnyPool, order: OrderId) -> Result<Vec<StoredQuote>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM quotes WHERE order_id = $1 ORDER BY expires_at DESC, id DESC");
    query
        .bind(order.to_string())
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

pub(super) async fn by_id(pool: &AnyPool, id: i64) -> Result<StoredQuote, sqlx::Error> {
    read(
        &sqlx::query("SELECT * FROM quotes WHERE id = $1")
            .bind(id)
            .fetch_one(pool)
            .await?,
    )
}

/// Replaces the quotes of an order. Old ones are kept: until their end they can still be paid.
pub(super) async fn replace(pool: &AnyPool, order: OrderId, new: &[NewQuote]) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(pool).await?;
    sqlx::query("UPDATE quotes SET replaced = 1 WHERE order_id = $1")
        .bind(order.to_string())
        .execute(&mut *transaction)
        .await?;
    for quote in new {
        sqlx::query(
            "INSERT INTO quotes (order_id, signed_quote, offer, requirement, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(order.to_string())
        .bind(to_json(&quote.signed)?)
        .bind(to_json(&quote.offer)?)
        .bind(to_json(&quote.requirement)?)
        .bind(to_integer(quote.signed.quote.expires_at))
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await
}

fn read(row: &AnyRow) -> Result<StoredQuote, sqlx::Error> {
    Ok(StoredQuote {
        id: row.try_get("id")?,
        signed: from_json(row, "signed_quote")?,
        offer: from_json(row, "offer")?,
        requirement: from_json(row, "requirement")?,
    })
}
