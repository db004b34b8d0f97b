//! New payments: what a payer signed, or a transfer that landed.

use checkout::x402::PaymentPayload;
use sig::{Address, B256, sha256_digest};
use sqlx::AnyPool;
use units::AssetAmount;

use super::{PaymentState, StoredPayment, read};
use crate::{
    operator::quote_store::StoredQuote,
    storage::{to_integer, to_json},
};

/// A payment about to be stored.
#[derive(Debug)]
pub(in crate::operator) struct NewPayment<'a> {
    pub(in crate::operator) token: Address,
    pub(in crate::operator) payment_id: B256,
    pub(in crate::operator) order_hash: B256,
    pub(in crate::operator) quote_id: i64,
    pub(in crate::operator) payload: &'a PaymentPayload,
    pub(in crate::operator) order_bound: bool,
    pub(in crate::operator) state: PaymentState,
    pub(in crate::operator) now: u64,
}

/// A manual transfer that landed.
#[derive(Debug)]
pub(in crate::operator) struct NewTransfer<'a> {
    pub(in crate::operator) quote: &'a StoredQuote,
    /// The order's own address.
    pub(in crate::operator) to: Address,
    pub(in crate::operator) payer: Address,
    pub(in crate::operator) transaction: B256,
    pub(in crate::operator) amount: AssetAmount,
    pub(in crate::operator) now: u64,
}

/// Longer than this nobody watches for a refused payment to land, in seconds.
const LONGEST_WATCH: u64 = 24 * 3600;
/// Time for the last block that can include it, in seconds.
const WATCH_GRACE: u64 = 120;

/// Stores a payment. One that was refused before is taken up again; any other with the same chain, token, payer and
/// nonce makes this fail.
pub(in crate::operator) async fn put(
    pool: &AnyPool,
    new: &NewPayment<'_>,
) -> Result<StoredPayment, sqlx::Error> {
    let authorization = &new.payload.payload.authorization;
    let watch_until = authorization
        .valid_before
        .min(new.now.saturating_add(LONGEST_WATCH))
        .saturating_add(WATCH_GRACE);
    let row = sqlx::query(
        "INSERT INTO payments (network, token, payer, nonce, payment_id, order_hash, quote_id, payload, amount, \
         order_bound, state, stored_at, watch_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (network, token, payer, nonce) DO UPDATE SET payment_id = excluded.payment_id, \
         order_hash = excluded.order_hash, quote_id = excluded.quote_id, payload = excluded.payload, \
         amount = excluded.amount, order_bound = excluded.order_bound, state = excluded.state, stored_at = excluded.stored_at, \
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
    .bind(authorization.value.to_string())
    .bind(i64::from(new.order_bound))
    .bind(new.state.as_str())
    .bind(to_integer(new.now))
    .bind(to_integer(watch_until))
    .fetch_one(pool)
    .await?;
    read(&row)
}

/// Stores a manual transfer that landed, as if it were a payment on its way. The same transfer again gives the same row.
pub(in crate::operator) async fn put_transfer(
    pool: &AnyPool,
    new: &NewTransfer<'_>,
) -> Result<StoredPayment, sqlx::Error> {
    let quote = &new.quote.signed.quote;
    // One transaction of an exchange may pay several orders.
    let name = sha256_digest(&[new.transaction.as_slice(), new.to.as_slice()].concat()).to_b256();
    sqlx::query(
        "INSERT INTO payments (network, token, payer, nonce, payment_id, order_hash, quote_id, amount, order_bound, \
         state, transaction_hash, stored_at, watch_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'submitted', $9, $10, $11) \
         ON CONFLICT (network, token, payer, nonce) DO UPDATE SET amount = excluded.amount",
    )
    .bind(quote.asset.chain.to_string())
    .bind(format!("{:#x}", quote.asset.token))
    .bind(format!("{:#x}", new.payer))
    .bind(name.to_string())
    .bind(name.to_string())
    .bind(quote.order_hash.to_string())
    .bind(new.quote.id)
    .bind(new.amount.to_string())
    .bind(new.transaction.to_string())
    .bind(to_integer(new.now))
    .bind(to_integer(new.now))
    .execute(pool)
    .await?;
    let row = sqlx::query("SELECT * FROM payments WHERE token = $1 AND payer = $2 AND nonce = $3")
        .bind(format!("{:#x}", quote.asset.token))
        .bind(format!("{:#x}", new.payer))
        .bind(name.to_string())
        .fetch_one(pool)
        .await?;
    read(&row)
}
