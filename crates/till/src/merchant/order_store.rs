use checkout::{
    OrderId, OrderState, SettledResponse, SignedOrder,
    x402::{PaymentPayload, SettleResponse},
};
use sig::B256;
use sqlx::{AnyPool, Row, any::AnyRow};
use units::Tiyn;

use crate::{
    operator::DepositStatus,
    storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json},
};

/// An order as this till knows it.
#[derive(Debug, Clone)]
pub(super) struct StoredOrder {
    pub(super) signed: SignedOrder,
    pub(super) order_hash: B256,
    pub(super) state: OrderState,
    pub(super) request_hash: B256,
    /// The name of the payment it is paid with, if any.
    pub(super) payment_id: Option<B256>,
    /// What was sent to this till; absent when the operator was paid directly.
    pub(super) payment: Option<StoredPayment>,
    pub(super) transaction: Option<B256>,
    pub(super) settled: Option<(SettleResponse, SettledResponse)>,
    pub(super) deposit: Option<DepositStatus>,
    pub(super) refunded: Tiyn,
    pub(super) fiscal_url: Option<String>,
    pub(super) checks: u64,
    /// Who made it.
    pub(super) client: String,
}

/// The payload an order is paid with.
#[derive(Debug, Clone)]
pub(super) struct StoredPayment {
    pub(super) payment_id: B256,
    pub(super) payload: PaymentPayload,
    pub(super) quote_id: i64,
}

/// An order about to be stored.
#[derive(Debug)]
pub(super) struct NewOrder<'a> {
    pub(super) client: &'a str,
    pub(super) idempotency_key: Option<&'a str>,
    pub(super) request_hash: B256,
    pub(super) signed: &'a SignedOrder,
    pub(super) order_hash: B256,
}

impl StoredOrder {
    pub(super) const fn id(&self) -> OrderId {
        self.signed.order.id
    }
}

pub(super) const fn state_name(state: OrderState) -> &'static str {
    match state {
        OrderState::Created => "created",
        OrderState::Authorized => "authorized",
        OrderState::Submitted => "submitted",
        OrderState::Settled => "settled",
        OrderState::Final => "final",
        OrderState::Expired => "expired",
        OrderState::Failed => "failed",
        OrderState::Refunded => "refunded",
        OrderState::Cancelled => "cancelled",
        OrderState::Partial => "partial",
        OrderState::Over => "over",
        OrderState::Late => "late",
    }
}

pub(super) fn parse_state(text: &str) -> Result<OrderState, sqlx::Error> {
    use OrderState::{
        Authorized, Cancelled, Created, Expired, Failed, Final, Late, Over, Partial, Refunded, Settled,
        Submitted,
    };
    [
        Created, Authorized, Submitted, Settled, Final, Expired, Failed, Refunded, Cancelled, Partial, Over,
        Late,
    ]
    .into_iter()
    .find(|state| state_name(*state) == text)
    .ok_or_else(|| sqlx::Error::Decode(format!("order state {text:?}").into()))
}

/// Stores an order. `false` when the client used this idempotency key before.
pub(super) async fn insert(pool: &AnyPool, new: &NewOrder<'_>) -> Result<bool, sqlx::Error> {
    let order = &new.signed.order;
    let done = sqlx::query(
        "INSERT INTO orders (id, order_hash, client, idempotency_key, request_hash, signed_order, state, \
         total_tiyn, created_at, expires_at, check_at) VALUES ($1, $2, $3, $4, $5, $6, 'created', $7, $8, $9, $10) ON CONFLICT (client, idempotency_key) DO NOTHING",
    )
    .bind(order.id.to_string())
    .bind(new.order_hash.to_string())
    .bind(new.client)
    .bind(new.idempotency_key)
    .bind(new.request_hash.to_string())
    .bind(to_json(new.signed)?)
    .bind(order.total_tiyn.to_i64())
    .bind(to_integer(order.created_at))
    .bind(to_integer(order.expires_at))
    .bind(to_integer(order.expires_at))
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn find(pool: &AnyPool, id: OrderId) -> Result<Option<StoredOrder>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM orders WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn find_by_key(
    pool: &AnyPool,
    client: &str,
    idempotency_key: &str,
) -> Result<Option<StoredOrder>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM orders WHERE client = $1 AND idempotency_key = $2");
    let row = query
        .bind(client)
        .bind(idempotency_key)
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read).transpose()
}

/// All orders after one, by id.
pub(super) async fn page(pool: &AnyPool, after: &str, count: i64) -> Result<Vec<StoredOrder>, sqlx::Error> {
    sqlx::query("SELECT * FROM orders WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(after)
        .bind(count)
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Orders to look at again without being asked.
pub(super) async fn due(pool: &AnyPool, now: u64) -> Result<Vec<StoredOrder>, sqlx::Error> {
    let query = sqlx::query(
        "SELECT * FROM orders WHERE check_at <= $1 AND (state IN ('created', 'authorized', 'submitted', 'partial', \
         'settled', 'over') OR (state = 'expired' AND deposit IS NOT NULL)) ORDER BY check_at LIMIT 100",
    );
    query
        .bind(to_integer(now))
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// When to look at an order again.
pub(super) async fn check_later(pool: &AnyPool, id: OrderId, at: u64) -> Result<(), sqlx::Error> {
    let query = sqlx::query("UPDATE orders SET check_at = $1, checks = checks + 1 WHERE id = $2");
    query
        .bind(to_integer(at))
        .bind(id.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

/// Moves an order from one state to another; `false` when it is no longer in that state.
pub(super) async fn move_state(
    pool: &AnyPool,
    id: OrderId,
    from: OrderState,
    to: OrderState,
) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("UPDATE orders SET state = $1 WHERE id = $2 AND state = $3");
    let done = query
        .bind(state_name(to))
        .bind(id.to_string())
        .bind(state_name(from))
        .execute(pool)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores the payload an order is paid with: created → authorized. `false` when another one is stored.
pub(super) async fn authorize(
    pool: &AnyPool,
    id: OrderId,
    payment: &StoredPayment,
    check_at: u64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE orders SET state = 'authorized', payment_id = $1, payload = $2, quote_id = $3, check_at = $4, checks = 0 \
         WHERE id = $5 AND state = 'created'",
    )
    .bind(payment.payment_id.to_string())
    .bind(to_json(&payment.payload)?)
    .bind(payment.quote_id)
    .bind(to_integer(check_at))
    .bind(id.to_string())
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes the transaction of a payment that is on its way.
pub(super) async fn note_transaction(pool: &AnyPool, id: OrderId, hash: B256) -> Result<(), sqlx::Error> {
    let query = sqlx::query("UPDATE orders SET transaction_hash = $1 WHERE id = $2 AND state = 'submitted'");
    query
        .bind(hash.to_string())
        .bind(id.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

/// Stores how the order's own address stands.
pub(super) async fn note_deposit(
    pool: &AnyPool,
    id: OrderId,
    deposit: &DepositStatus,
    check_at: u64,
) -> Result<(), sqlx::Error> {
    let query = sqlx::query(
        "UPDATE orders SET deposit = $1, check_at = $2 WHERE id = $3 AND state IN ('created', 'partial', 'expired')",
    );
    query
        .bind(to_json(deposit)?)
        .bind(to_integer(check_at))
        .bind(id.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

/// Takes the papers of an order back whose payment a reorganisation took out of the chain: it is being paid again.
pub(super) async fn withdraw(pool: &AnyPool, id: OrderId, check_at: u64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE orders SET state = 'submitted', settle_response = NULL, settled_response = NULL, check_at = $1, \
         checks = 0 WHERE id = $2 AND state IN ('settled', 'over')",
    )
    .bind(to_integer(check_at))
    .bind(id.to_string())
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes back a payload that was refused, so that the order can be paid otherwise, or fails it.
pub(super) async fn refuse(
    pool: &AnyPool,
    id: OrderId,
    to: OrderState,
    check_at: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE orders SET state = $1, payment_id = NULL, payload = NULL, quote_id = NULL, transaction_hash = NULL, \
         check_at = $2 WHERE id = $3 AND state IN ('authorized', 'submitted')",
    )
    .bind(state_name(to))
    .bind(to_integer(check_at))
    .bind(id.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

/// Stores the papers of a payment: → settled. `false` when the order is settled already.
pub(super) async fn settle(
    pool: &AnyPool,
    id: OrderId,
    payment_id: B256,
    (answer, papers): (&SettleResponse, &SettledResponse),
    check_at: u64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE orders SET state = 'settled', payment_id = $1, transaction_hash = $2, settle_response = $3, \
         settled_response = $4, check_at = $5, checks = 0 \
         WHERE id = $6 AND state IN ('created', 'authorized', 'submitted', 'partial', 'expired', 'failed', 'late')",
    )
    .bind(payment_id.to_string())
    .bind(papers.receipt.receipt.transaction.to_string())
    .bind(to_json(answer)?)
    .bind(to_json(papers)?)
    .bind(to_integer(check_at))
    .bind(id.to_string())
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Attaches the check link of a fiscal receipt.
pub(super) async fn attach_fiscal(pool: &AnyPool, id: OrderId, url: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE orders SET fiscal_url = $1 WHERE id = $2")
        .bind(url)
        .bind(id.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<StoredOrder, sqlx::Error> {
    let hash = |column| -> Result<Option<B256>, sqlx::Error> {
        let present = row.try_get::<Option<&str>, _>(column)?.is_some();
        if present {
            from_text(row, column).map(Some)
        } else {
            Ok(None)
        }
    };
    let payload: Option<PaymentPayload> = from_json_opt(row, "payload")?;
    let payment_id = hash("payment_id")?;
    let payment = match (payment_id, payload, row.try_get::<Option<i64>, _>("quote_id")?) {
        (Some(payment_id), Some(payload), Some(quote_id)) => Some(StoredPayment {
            payment_id,
            payload,
            quote_id,
        }),
        _ => None,
    };
    Ok(StoredOrder {
        signed: from_json(row, "signed_order")?,
        order_hash: from_text(row, "order_hash")?,
        state: parse_state(row.try_get("state")?)?,
        request_hash: from_text(row, "request_hash")?,
        payment_id,
        payment,
        transaction: hash("transaction_hash")?,
        settled: from_json_opt(row, "settle_response")?.zip(from_json_opt(row, "settled_response")?),
        deposit: from_json_opt(row, "deposit")?,
        refunded: Tiyn::try_from(row.try_get::<i64, _>("refunded_tiyn")?)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
        fiscal_url: row.try_get("fiscal_url")?,
        checks: from_integer(row, "checks")?,
        client: row.try_get("client")?,
    })
}
