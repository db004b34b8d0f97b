use deals::{SignedPaper, TopUpQuote, TopUpState, TopUpStatus};
use sig::B256;
use sqlx::{AnyConnection, AnyPool, Row, any::AnyRow};

use crate::storage::{from_integer, from_json, from_text, to_integer, to_json};

/// A top-up as it stands.
#[derive(Debug, Clone)]
pub(super) struct StoredTopUp {
    pub(super) id: i64,
    pub(super) hash: B256,
    pub(super) signed: SignedPaper,
    pub(super) state: TopUpState,
    pub(super) issued_block: u64,
    pub(super) transaction: Option<B256>,
    pub(super) block_number: Option<u64>,
}

impl StoredTopUp {
    /// What the resident is told.
    pub(super) fn status(&self) -> TopUpStatus {
        TopUpStatus {
            state: self.state,
            quote: self.signed.clone(),
            transaction: self.transaction,
            block_number: self.block_number,
        }
    }

    /// The quote this till signed.
    pub(super) fn quote(&self) -> Option<TopUpQuote> {
        serde_json::from_str(&self.signed.content).ok()
    }
}

pub(super) async fn insert(
    pool: &AnyPool,
    (quote, hash): (&TopUpQuote, B256),
    signed: &SignedPaper,
    issued_block: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO top_ups (quote_hash, signed_quote, resident, asset, amount, tiyn, reference, state, issued_block, \
         issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, $10)",
    )
    .bind(hash.to_string())
    .bind(to_json(signed)?)
    .bind(quote.resident.to_string())
    .bind(quote.asset.to_string())
    .bind(quote.amount.get().to_string())
    .bind(quote.paid_tiyn.to_i64())
    .bind(&quote.reference)
    .bind(to_integer(issued_block))
    .bind(to_integer(quote.issued_at))
    .bind(to_integer(quote.expires_at))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn by_hash(pool: &AnyPool, hash: B256) -> Result<Option<StoredTopUp>, sqlx::Error> {
    sqlx::query("SELECT * FROM top_ups WHERE quote_hash = $1")
        .bind(hash.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What is paid and not sent, and what nobody paid in time.
pub(super) async fn unfinished(pool: &AnyPool, now: u64) -> Result<Vec<StoredTopUp>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM top_ups WHERE state = 'paid' OR (state = 'waiting' AND expires_at <= $1) ORDER BY id LIMIT 100",
    )
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

/// Notes that the tenge came. `false` when that was known, or it is too late.
pub(super) async fn pay(connection: &mut AnyConnection, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE top_ups SET state = 'paid' WHERE id = $1 AND state = 'waiting'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the asset is there. `false` when that was known.
pub(super) async fn send(
    connection: &mut AnyConnection,
    id: i64,
    (transaction, block): (B256, u64),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE top_ups SET state = 'sent', transaction_hash = $1, block_number = $2 WHERE id = $3 AND state = 'paid'",
    )
    .bind(transaction.to_string())
    .bind(to_integer(block))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that nobody paid.
pub(super) async fn expire(pool: &AnyPool, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE top_ups SET state = 'expired' WHERE id = $1 AND state = 'waiting'")
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<StoredTopUp, sqlx::Error> {
    let landed = row.try_get::<Option<&str>, _>("transaction_hash")?.is_some();
    Ok(StoredTopUp {
        id: row.try_get("id")?,
        hash: from_text(row, "quote_hash")?,
        signed: from_json(row, "signed_quote")?,
        state: match row.try_get::<&str, _>("state")? {
            "waiting" => TopUpState::Waiting,
            "paid" => TopUpState::Paid,
            "sent" => TopUpState::Sent,
            _ => TopUpState::Expired,
        },
        issued_block: from_integer(row, "issued_block")?,
        transaction: landed.then(|| from_text(row, "transaction_hash")).transpose()?,
        block_number: landed.then(|| from_integer(row, "block_number")).transpose()?,
    })
}
