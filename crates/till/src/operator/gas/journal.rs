//! Every transaction of the gas key, written down before it is sent.

use chain::{Bytes, FeeSuggestion};
use sig::B256;
use sqlx::{AnyConnection, AnyPool, Row, any::AnyRow};

use super::Job;
use crate::storage::{self, from_integer, from_text, to_integer};

/// A journalled transaction of a job.
#[derive(Debug, Clone)]
pub(in crate::operator) struct Journalled {
    pub(in crate::operator) hash: B256,
    pub(in crate::operator) raw: Bytes,
    pub(super) nonce: u64,
    pub(super) gas_limit: u64,
    pub(super) fees: FeeSuggestion,
    pub(super) signed_at: u64,
}

/// Writes a transaction down; with `old`, it takes the place of that one.
pub(super) async fn journal(
    pool: &AnyPool,
    job: Job,
    new: &Journalled,
    old: Option<B256>,
) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(pool).await?;
    if let Some(old) = old {
        sqlx::query("UPDATE transactions SET replaced = 1 WHERE hash = $1")
            .bind(old.to_string())
            .execute(&mut *transaction)
            .await?;
    }
    // The same call with the same number signed again after it was given up has the same hash.
    let insert = "INSERT INTO transactions (hash, job, gas_nonce, raw, gas_limit, max_fee, tip, signed_at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash) DO UPDATE SET dropped = 0, replaced = 0";
    sqlx::query(insert)
        .bind(new.hash.to_string())
        .bind(job.to_string())
        .bind(to_integer(new.nonce))
        .bind(new.raw.to_string())
        .bind(to_integer(new.gas_limit))
        .bind(new.fees.max_fee_per_gas.to_string())
        .bind(new.fees.max_priority_fee_per_gas.to_string())
        .bind(to_integer(new.signed_at))
        .execute(&mut *transaction)
        .await?;
    note_submitted(&mut transaction, job, new.hash).await?;
    transaction.commit().await
}

async fn note_submitted(connection: &mut AnyConnection, job: Job, hash: B256) -> Result<(), sqlx::Error> {
    let Job::Payment(id) = job else {
        return Ok(());
    };
    let query = "UPDATE payments SET state = 'submitted', transaction_hash = $1 WHERE id = $2";
    sqlx::query(query)
        .bind(hash.to_string())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The transactions of a job that may still be mined, the newest first.
pub(in crate::operator) async fn journalled(
    pool: &AnyPool,
    job: Job,
) -> Result<Vec<Journalled>, sqlx::Error> {
    let query = "SELECT * FROM transactions WHERE job = $1 AND dropped = 0 ORDER BY replaced, gas_nonce DESC, signed_at DESC";
    let rows = sqlx::query(query).bind(job.to_string()).fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

/// Transactions from a number on that should be on their way.
pub(super) async fn on_their_way(pool: &AnyPool, from_nonce: u64) -> Result<Vec<Journalled>, sqlx::Error> {
    let query = "SELECT * FROM transactions WHERE dropped = 0 AND replaced = 0 AND gas_nonce >= $1 ORDER BY gas_nonce";
    let rows = sqlx::query(query)
        .bind(to_integer(from_nonce))
        .fetch_all(pool)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Journalled, sqlx::Error> {
    Ok(Journalled {
        hash: from_text(row, "hash")?,
        raw: from_text(row, "raw")?,
        nonce: from_integer(row, "gas_nonce")?,
        gas_limit: from_integer(row, "gas_limit")?,
        fees: FeeSuggestion {
            max_fee_per_gas: from_text(row, "max_fee")?,
            max_priority_fee_per_gas: from_text(row, "tip")?,
        },
        signed_at: from_integer(row, "signed_at")?,
    })
}

/// Notes that a transaction pays nothing: it was reverted, or will never be mined.
pub(in crate::operator) async fn drop_transaction(pool: &AnyPool, hash: B256) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE transactions SET dropped = 1 WHERE hash = $1")
        .bind(hash.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

/// Notes that none of a job's transactions pays anything.
pub(in crate::operator) async fn drop_job(pool: &AnyPool, job: Job) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE transactions SET dropped = 1 WHERE job = $1")
        .bind(job.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

/// The higher fee was not taken: the old transaction is the one that may be mined.
pub(super) async fn take_back(pool: &AnyPool, new: B256, old: B256) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(pool).await?;
    sqlx::query("UPDATE transactions SET dropped = 1 WHERE hash = $1")
        .bind(new.to_string())
        .execute(&mut *transaction)
        .await?;
    sqlx::query("UPDATE transactions SET replaced = 0 WHERE hash = $1")
        .bind(old.to_string())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// How many transactions wait to be mined, and for how long the oldest has, in seconds.
pub(in crate::operator) async fn waiting(pool: &AnyPool, now: u64) -> Result<(u64, u64), sqlx::Error> {
    let row = sqlx::query(
        "SELECT count(*) AS number, min(t.signed_at) AS oldest FROM transactions t JOIN payments p \
         ON t.job = 'payment:' || CAST(p.id AS TEXT) WHERE p.state = 'submitted' AND t.dropped = 0 AND t.replaced = 0",
    )
    .fetch_one(pool)
    .await?;
    let oldest: Option<i64> = row.try_get("oldest")?;
    let age = oldest
        .and_then(|time| u64::try_from(time).ok())
        .map_or(0, |time| now.saturating_sub(time));
    Ok((from_integer(&row, "number")?, age))
}
