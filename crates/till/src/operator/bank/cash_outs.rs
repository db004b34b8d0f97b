use deals::{CashOutQuote, CashOutState, CashOutStatus, Iban, SignedPaper};
use sig::{B256, EvmSignature};
use sqlx::{AnyConnection, AnyPool, Row, any::AnyRow};

use crate::storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json};

/// A cash-out as it stands.
#[derive(Debug, Clone)]
pub(super) struct StoredCashOut {
    pub(super) id: i64,
    pub(super) hash: B256,
    pub(super) signed: SignedPaper,
    pub(super) state: CashOutState,
    pub(super) signature: Option<EvmSignature>,
    pub(super) issued_block: u64,
    pub(super) transaction: Option<B256>,
    pub(super) block_number: Option<u64>,
}

impl StoredCashOut {
    /// What the resident is told.
    pub(super) fn status(&self) -> CashOutStatus {
        CashOutStatus {
            state: self.state,
            quote: self.signed.clone(),
            transaction: self.transaction,
            block_number: self.block_number,
        }
    }

    /// The quote this till signed.
    pub(super) fn quote(&self) -> Option<CashOutQuote> {
        serde_json::from_str(&self.signed.content).ok()
    }
}

pub(super) async fn insert(
    pool: &AnyPool,
    (quote, hash): (&CashOutQuote, B256),
    signed: &SignedPaper,
    iban: &Iban,
    issued_block: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO cash_outs (quote_hash, signed_quote, resident, asset, worth_tiyn, iban, state, issued_block, issued_at, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, 'offered', $7, $8, $9)",
    )
    .bind(hash.to_string())
    .bind(to_json(signed)?)
    .bind(quote.resident.to_string())
    .bind(quote.asset.to_string())
    .bind(quote.worth_tiyn.to_i64())
    .bind(iban.as_str())
    .bind(to_integer(issued_block))
    .bind(to_integer(quote.issued_at))
    .bind(to_integer(quote.expires_at))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn by_hash(pool: &AnyPool, hash: B256) -> Result<Option<StoredCashOut>, sqlx::Error> {
    sqlx::query("SELECT * FROM cash_outs WHERE quote_hash = $1")
        .bind(hash.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What is accepted and not at its end, what nobody accepted in time, and what was refused while its signature still holds:
/// it may land by somebody else's hand.
pub(super) async fn unfinished(pool: &AnyPool, now: u64) -> Result<Vec<StoredCashOut>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM cash_outs WHERE state IN ('pending', 'received') OR (state = 'offered' AND expires_at <= $1) \
         OR (state = 'ended' AND signature IS NOT NULL AND expires_at > $1) ORDER BY id LIMIT 100",
    )
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

/// Keeps the resident's signature, before anything is sent.
pub(super) async fn accept(pool: &AnyPool, id: i64, signature: &EvmSignature) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE cash_outs SET state = 'pending', signature = $1 WHERE id = $2 AND state = 'offered'")
        .bind(to_json(signature)?)
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

/// Notes that the asset came. `false` when that was known.
pub(super) async fn receive(
    connection: &mut AnyConnection,
    id: i64,
    (transaction, block): (B256, u64),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE cash_outs SET state = 'received', transaction_hash = $1, block_number = $2 \
         WHERE id = $3 AND state IN ('pending', 'ended')",
    )
    .bind(transaction.to_string())
    .bind(to_integer(block))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the tenge went. `false` when that was known.
pub(super) async fn pay_out(connection: &mut AnyConnection, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE cash_outs SET state = 'paid_out' WHERE id = $1 AND state = 'received'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that nothing moved.
pub(super) async fn end(pool: &AnyPool, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE cash_outs SET state = 'ended' WHERE id = $1 AND state IN ('offered', 'pending')")
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<StoredCashOut, sqlx::Error> {
    let landed = row.try_get::<Option<&str>, _>("transaction_hash")?.is_some();
    Ok(StoredCashOut {
        id: row.try_get("id")?,
        hash: from_text(row, "quote_hash")?,
        signed: from_json(row, "signed_quote")?,
        state: match row.try_get::<&str, _>("state")? {
            "offered" => CashOutState::Offered,
            "pending" => CashOutState::Pending,
            "received" => CashOutState::Received,
            "paid_out" => CashOutState::PaidOut,
            _ => CashOutState::Ended,
        },
        signature: from_json_opt(row, "signature")?,
        issued_block: from_integer(row, "issued_block")?,
        transaction: landed.then(|| from_text(row, "transaction_hash")).transpose()?,
        block_number: landed.then(|| from_integer(row, "block_number")).transpose()?,
    })
}
