use chain::{Authorization, PaymentProof};
use checkout::x402::{PaymentPayload, SettleResponse};
use sig::{Address, B256};
use sqlx::{Row, SqliteConnection, SqlitePool, sqlite::SqliteRow};

use crate::storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json};

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
    pub(super) payload: PaymentPayload,
    pub(super) order_bound: bool,
    pub(super) state: PaymentState,
    pub(super) transaction: Option<B256>,
    pub(super) block: Option<(u64, B256)>,
    pub(super) answer: Option<SettleResponse>,
}

impl StoredPayment {
    pub(super) fn authorization(&self) -> Authorization {
        Authorization::from(&self.payload.payload.authorization)
    }
}

/// A payment about to be stored.
#[derive(Debug)]
pub(super) struct NewPayment<'a> {
    pub(super) token: Address,
    pub(super) payment_id: B256,
    pub(super) order_hash: B256,
    pub(super) quote_id: i64,
    pub(super) payload: &'a PaymentPayload,
    pub(super) order_bound: bool,
    pub(super) state: PaymentState,
    pub(super) now: u64,
}

/// Longer than this nobody watches for a refused payment to land, in seconds.
const LONGEST_WATCH: u64 = 24 * 3600;
/// Time for the last block that can include it, in seconds.
const WATCH_GRACE: u64 = 120;

/// Stores a payment. One that was refused before is taken up again; any other with the same chain, token, payer and
/// nonce makes this fail.
pub(super) async fn put(pool: &SqlitePool, new: &NewPayment<'_>) -> Result<StoredPayment, sqlx::Error> {
    let authorization = &new.payload.payload.authorization;
    let watch_until = authorization
        .valid_before
        .min(new.now.saturating_add(LONGEST_WATCH))
        .saturating_add(WATCH_GRACE);
    let row = sqlx::query(
        "INSERT INTO payments (network, token, payer, nonce, payment_id, order_hash, quote_id, payload, order_bound, \
         state, stored_at, watch_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (network, token, payer, nonce) DO UPDATE SET payment_id = excluded.payment_id, \
         order_hash = excluded.order_hash, quote_id = excluded.quote_id, payload = excluded.payload, \
         order_bound = excluded.order_bound, state = excluded.state, stored_at = excluded.stored_at, \
         watch_until = excluded.watch_until, transaction_hash = NULL WHERE payments.state = 'refused' RETURNING *",
    )
    .bind(&new.payload.accepted.network)
    .bind(format!("{:#x}", new.token))
    .bind(format!("{:#x}", authorization.from))
    .bind(authorization.nonce.to_string())
    .bind(new.payment_id.to_string())
    .bind(new.order_hash.to_string())
    .bind(new.quote_id)
    .bind(to_json(new.payload)?)
    .bind(new.order_bound)
    .bind(new.state.as_str())
    .bind(to_integer(new.now))
    .bind(to_integer(watch_until))
    .fetch_one(pool)
    .await?;
    read(&row)
}

/// The payment with this chain, token, payer and nonce.
pub(super) async fn find(
    pool: &SqlitePool,
    payload: &PaymentPayload,
    token: Address,
) -> Result<Option<StoredPayment>, sqlx::Error> {
    let authorization = &payload.payload.authorization;
    let row =
        sqlx::query("SELECT * FROM payments WHERE network = ? AND token = ? AND payer = ? AND nonce = ?")
            .bind(&payload.accepted.network)
            .bind(format!("{token:#x}"))
            .bind(format!("{:#x}", authorization.from))
            .bind(authorization.nonce.to_string())
            .fetch_optional(pool)
            .await?;
    row.as_ref().map(read).transpose()
}

/// All payments of an order, oldest first.
pub(super) async fn of_order(pool: &SqlitePool, order_hash: B256) -> Result<Vec<StoredPayment>, sqlx::Error> {
    let query =
        sqlx::query("SELECT * FROM payments WHERE order_hash = ? ORDER BY id").bind(order_hash.to_string());
    query.fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn by_id(pool: &SqlitePool, id: i64) -> Result<StoredPayment, sqlx::Error> {
    read(
        &sqlx::query("SELECT * FROM payments WHERE id = ?")
            .bind(id)
            .fetch_one(pool)
            .await?,
    )
}

/// Payments nobody has asked about for a while: begun ones, and refused ones that could still land.
pub(super) async fn unfinished(pool: &SqlitePool, now: u64) -> Result<Vec<StoredPayment>, sqlx::Error> {
    let query = sqlx::query(
        "SELECT * FROM payments WHERE (state IN ('stored', 'submitted') OR (state = 'refused' AND watch_until > ?)) \
         ORDER BY state = 'refused', id LIMIT 100",
    );
    query
        .bind(to_integer(now))
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Marks a payment as not taken.
pub(super) async fn refuse(pool: &SqlitePool, id: i64) -> Result<(), sqlx::Error> {
    let query = "UPDATE payments SET state = 'refused' WHERE id = ? AND state IN ('stored', 'submitted')";
    sqlx::query(query).bind(id).execute(pool).await?;
    Ok(())
}

/// Marks a payment as landed but not taken.
pub(super) async fn owe_refund(
    connection: &mut SqliteConnection,
    id: i64,
    proof: &PaymentProof,
) -> Result<bool, sqlx::Error> {
    let query = "UPDATE payments SET state = 'refund_due', transaction_hash = ?, block_number = ?, block_hash = ? \
                 WHERE id = ? AND state IN ('stored', 'submitted', 'refused')";
    finish(connection, sqlx::query(query), proof, id).await
}

/// Marks a payment as settled. Fails with a unique violation when another one of the order is.
pub(super) async fn settle(
    connection: &mut SqliteConnection,
    id: i64,
    proof: &PaymentProof,
    answer: &SettleResponse,
) -> Result<bool, sqlx::Error> {
    let query = "UPDATE payments SET settle_response = ?, state = 'settled', transaction_hash = ?, block_number = ?, \
                 block_hash = ? WHERE id = ? AND state IN ('stored', 'submitted', 'refused')";
    finish(connection, sqlx::query(query).bind(to_json(answer)?), proof, id).await
}

async fn finish<'q>(
    connection: &mut SqliteConnection,
    query: sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
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

fn read(row: &SqliteRow) -> Result<StoredPayment, sqlx::Error> {
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
        payload: from_json(row, "payload")?,
        order_bound: row.try_get("order_bound")?,
        state: PaymentState::parse(row.try_get("state")?)?,
        transaction: text("transaction_hash")?,
        block,
        answer: from_json_opt(row, "settle_response")?,
    })
}
