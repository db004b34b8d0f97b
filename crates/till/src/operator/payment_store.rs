mod put;

use chain::{Authorization, PaymentProof};
use checkout::x402::{PaymentPayload, SettleResponse};
use sig::{Address, B256};
use sqlx::{AnyConnection, AnyPool, Row, any::AnyRow};
use units::AssetAmount;

use super::{gas::Job, quote_store::StoredQuote, submit::Wanted};

use crate::storage::{from_integer, from_json_opt, from_text, to_integer, to_json};

pub(super) use put::{NewPayment, NewTransfer, put, put_transfer};

/// Where a payment stands at the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaymentState {
    /// Stored, not broadcast yet.
    Stored,
    /// A transaction is journalled.
    Submitted,
    /// Proven, booked.
    Settled,
    /// Not taken; could still land by somebody else's hand.
    Refused,
    /// Landed although it was not taken: to be given back.
    RefundDue,
}

impl PaymentState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Submitted => "submitted",
            Self::Settled => "settled",
            Self::Refused => "refused",
            Self::RefundDue => "refund_due",
        }
    }

    fn parse(text: &str) -> Result<Self, sqlx::Error> {
        [
            Self::Stored,
            Self::Submitted,
            Self::Settled,
            Self::Refused,
            Self::RefundDue,
        ]
        .into_iter()
        .find(|state| state.as_str() == text)
        .ok_or_else(|| sqlx::Error::Decode(format!("payment state {text:?}").into()))
    }
}

/// A payment as the operator knows it.
#[derive(Debug, Clone)]
pub(super) struct StoredPayment {
    pub(super) id: i64,
    pub(super) payment_id: B256,
    pub(super) order_hash: B256,
    pub(super) quote_id: i64,
    pub(super) payer: Address,
    /// What the payer signed; nothing for a manual transfer.
    pub(super) payload: Option<PaymentPayload>,
    pub(super) amount: AssetAmount,
    pub(super) order_bound: bool,
    pub(super) state: PaymentState,
    pub(super) withdrawn: u64,
    pub(super) transaction: Option<B256>,
    pub(super) block: Option<(u64, B256)>,
    pub(super) answer: Option<SettleResponse>,
}

impl StoredPayment {
    /// What is to be brought onto the chain for it; nothing for a manual transfer, which is there already.
    pub(super) fn wanted(&self, quote: &StoredQuote) -> Option<Wanted> {
        let payload = &self.payload.as_ref()?.payload;
        Some(Wanted {
            job: Job::Payment(self.id),
            token: quote.signed.quote.asset.token,
            authorization: Authorization::from(&payload.authorization),
            signature: payload.signature,
            from_block: quote.issued_block,
        })
    }
}

/// The payment with this chain, token, payer and nonce.
pub(super) async fn find(
    pool: &AnyPool,
    payload: &PaymentPayload,
    token: Address,
) -> Result<Option<StoredPayment>, sqlx::Error> {
    let authorization = &payload.payload.authorization;
    let row =
        sqlx::query("SELECT * FROM payments WHERE network = $1 AND token = $2 AND payer = $3 AND nonce = $4")
            .bind(&payload.accepted.network)
            .bind(format!("{token:#x}"))
            .bind(format!("{:#x}", authorization.from))
            .bind(authorization.nonce.to_string())
            .fetch_optional(pool)
            .await?;
    row.as_ref().map(read).transpose()
}

/// All payments of an order, oldest first.
pub(super) async fn of_order(pool: &AnyPool, order_hash: B256) -> Result<Vec<StoredPayment>, sqlx::Error> {
    let query =
        sqlx::query("SELECT * FROM payments WHERE order_hash = $1 ORDER BY id").bind(order_hash.to_string());
    query.fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn by_id(pool: &AnyPool, id: i64) -> Result<StoredPayment, sqlx::Error> {
    read(
        &sqlx::query("SELECT * FROM payments WHERE id = $1")
            .bind(id)
            .fetch_one(pool)
            .await?,
    )
}

/// All payments after one, oldest first.
pub(super) async fn page(pool: &AnyPool, after: i64, count: i64) -> Result<Vec<StoredPayment>, sqlx::Error> {
    sqlx::query("SELECT * FROM payments WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(after)
        .bind(count)
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Payments that were begun and have no end yet, those that were looked at longest ago first.
pub(super) async fn begun(pool: &AnyPool) -> Result<Vec<StoredPayment>, sqlx::Error> {
    let query =
        "SELECT * FROM payments WHERE state IN ('stored', 'submitted') ORDER BY looked_at, id LIMIT 100";
    sqlx::query(query)
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Refused payments that could still land by somebody else's hand. Few at a time: anybody can have any number refused.
pub(super) async fn refused(pool: &AnyPool, now: u64) -> Result<Vec<StoredPayment>, sqlx::Error> {
    sqlx::query(
        "SELECT * FROM payments WHERE state = 'refused' AND watch_until > $1 ORDER BY looked_at, id LIMIT 50",
    )
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Notes when a payment was looked at, so that the others have their turn.
pub(super) async fn looked_at(pool: &AnyPool, id: i64, now: u64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE payments SET looked_at = $1 WHERE id = $2")
        .bind(to_integer(now))
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

/// Settled payments that a reorganisation could still take back.
pub(super) async fn not_final(pool: &AnyPool) -> Result<Vec<StoredPayment>, sqlx::Error> {
    let query =
        "SELECT * FROM payments WHERE state = 'settled' AND is_final = 0 ORDER BY looked_at, id LIMIT 200";
    sqlx::query(query)
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Marks a payment as deep enough in the chain.
pub(super) async fn finalize(pool: &AnyPool, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE payments SET is_final = 1 WHERE id = $1 AND state = 'settled'")
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

/// Notes that a settled payment is in another block now.
pub(super) async fn moved(
    pool: &AnyPool,
    id: i64,
    block_number: u64,
    block_hash: B256,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE payments SET block_number = $1, block_hash = $2 WHERE id = $3 AND state = 'settled'")
        .bind(to_integer(block_number))
        .bind(block_hash.to_string())
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

/// Takes a settled payment back: it is on its way again.
pub(super) async fn withdraw(connection: &mut AnyConnection, id: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE payments SET state = 'submitted', settle_response = NULL, block_number = NULL, block_hash = NULL, \
         is_final = 0, withdrawn = withdrawn + 1 WHERE id = $1 AND state = 'settled'",
    )
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a payment as not taken.
pub(super) async fn refuse(pool: &AnyPool, id: i64) -> Result<(), sqlx::Error> {
    let query = "UPDATE payments SET state = 'refused' WHERE id = $1 AND state IN ('stored', 'submitted')";
    sqlx::query(query).bind(id).execute(pool).await?;
    Ok(())
}

/// Marks a payment as landed but not taken.
pub(super) async fn owe_refund(
    connection: &mut AnyConnection,
    id: i64,
    proof: &PaymentProof,
) -> Result<bool, sqlx::Error> {
    let query = "UPDATE payments SET state = 'refund_due', transaction_hash = $1, block_number = $2, block_hash = $3 \
                 WHERE id = $4 AND state IN ('stored', 'submitted', 'refused')";
    finish(connection, sqlx::query(query), proof, id).await
}

/// Marks a payment as settled. Fails with a unique violation when another one of the order is.
pub(super) async fn settle(
    connection: &mut AnyConnection,
    id: i64,
    proof: &PaymentProof,
    answer: &SettleResponse,
) -> Result<bool, sqlx::Error> {
    let query = "UPDATE payments SET settle_response = $1, state = 'settled', transaction_hash = $2, block_number = $3, \
                 block_hash = $4 WHERE id = $5 AND state IN ('stored', 'submitted', 'refused')";
    finish(connection, sqlx::query(query).bind(to_json(answer)?), proof, id).await
}

async fn finish<'q>(
    connection: &mut AnyConnection,
    query: sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>,
    proof: &PaymentProof,
    id: i64,
) -> Result<bool, sqlx::Error> {
    let done = query
        .bind(proof.transaction.to_string())
        .bind(to_integer(proof.block_number))
        .bind(proof.block_hash.to_string())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

fn read(row: &AnyRow) -> Result<StoredPayment, sqlx::Error> {
    let text = |column| {
        row.try_get::<Option<&str>, _>(column)
            .and_then(|value| value.map(|_| from_text::<B256>(row, column)).transpose())
    };
    let block_number = row.try_get::<Option<i64>, _>("block_number")?;
    let block = match (block_number, text("block_hash")?) {
        (Some(_), Some(hash)) => Some((from_integer(row, "block_number")?, hash)),
        _ => None,
    };
    Ok(StoredPayment {
        id: row.try_get("id")?,
        payment_id: from_text(row, "payment_id")?,
        order_hash: from_text(row, "order_hash")?,
        quote_id: row.try_get("quote_id")?,
        payer: from_text(row, "payer")?,
        payload: from_json_opt(row, "payload")?,
        amount: from_text(row, "amount")?,
        withdrawn: from_integer(row, "withdrawn")?,
        order_bound: row.try_get::<i64, _>("order_bound")? != 0,
        state: PaymentState::parse(row.try_get("state")?)?,
        transaction: text("transaction_hash")?,
        block,
        answer: from_json_opt(row, "settle_response")?,
    })
}
