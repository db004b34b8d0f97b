//! Refunds: fixed in tenge, asked for by the merchant's signature, paid in the asset of the payment at the rate of the
//! moment, out of the merchant's next payout. The settlement key authorizes each one under a nonce of its own: no crash
//! and no second till pays it twice.

mod amounts;
mod pay;
mod store;

use axum::http::StatusCode;
use checkout::{SignedRefundReceipt, SignedRefundRequest};
use serde::{Deserialize, Serialize};
use sig::B256;
use sqlx::{AnyPool, Row};
use units::Tiyn;
use zone::{Envelope, VerifyCertificateError, verify_certificate};

use self::{
    amounts::fee_share,
    pay::pay,
    store::{by_refund_id, refunded},
};
use super::{
    Operator,
    book::merchant_account,
    payment_store::{self, PaymentState, StoredPayment},
    quote_store::{self, StoredQuote},
    rates::RateError,
    settle::SettleError,
};
use crate::{
    ApiError,
    storage::{to_integer, to_json},
};

/// Longer reasons are refused.
const MAX_REASON_BYTES: usize = 500;
const DAY: u64 = 24 * 3600;

/// Body of `POST /v1/refunds`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundOrder {
    /// The merchant's certificate.
    pub certificate: Envelope,
    /// What is asked for.
    pub refund: SignedRefundRequest,
}

/// Answer of `POST /v1/refunds`, and again to the same request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum RefundAnswer {
    /// Waits for the merchant's next credit, or for the chain.
    Pending,
    /// Paid.
    Paid {
        /// Signed by the operator.
        receipt: Box<SignedRefundReceipt>,
    },
}

/// Why nothing is given back.
#[derive(Debug, thiserror::Error)]
pub(super) enum RefundError {
    #[error("this operator pays no refunds")]
    NotOffered,
    #[error("the certificate does not hold: {0}")]
    Certificate(#[from] VerifyCertificateError),
    #[error("the request is not signed by the merchant of the order")]
    Signature,
    #[error("no settled payment of this order is known")]
    NotPaid,
    #[error("refunds of this order have ended")]
    TooLate,
    #[error("a refund has an amount above zero and a reason of 1 to {MAX_REASON_BYTES} bytes")]
    Malformed,
    #[error("more than was paid would be given back: {left} tiyn are left")]
    AboveTotal { left: Tiyn },
    #[error("this id is of another refund")]
    Reused,
    #[error("the amount in the asset cannot be computed")]
    Amount,
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error(transparent)]
    Settle(#[from] SettleError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RefundError> for ApiError {
    fn from(error: RefundError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        match error {
            RefundError::NotOffered => Self::new(StatusCode::NOT_FOUND, "refunds_not_offered", text),
            RefundError::Certificate(_) => refused("certificate_invalid"),
            RefundError::Signature => refused("signature_invalid"),
            RefundError::NotPaid => refused("order_not_paid"),
            RefundError::TooLate => refused("refund_too_late"),
            RefundError::Malformed => Self::malformed(text),
            RefundError::AboveTotal { .. } => refused("refund_above_total"),
            RefundError::Reused => Self::new(StatusCode::CONFLICT, "refund_id_reused", text),
            RefundError::Amount => Self::unavailable("amount_out_of_range", text),
            RefundError::Rate(error) => Self::unavailable(error.name(), text),
            RefundError::Settle(error) => error.into(),
            RefundError::Storage(error) => error.into(),
        }
    }
}

/// Takes a refund and pays it when the merchant's credit covers it.
pub(super) async fn refund(operator: &Operator, order: &RefundOrder) -> Result<RefundAnswer, RefundError> {
    if operator.config.settlement_key.is_none() {
        return Err(RefundError::NotOffered);
    }
    let request = &order.refund.request;
    if request.tiyn == Tiyn::ZERO || request.reason.is_empty() || request.reason.len() > MAX_REASON_BYTES {
        return Err(RefundError::Malformed);
    }
    let _guard = operator.locks.lock(request.order_hash).await?;
    if let Some(known) = by_refund_id(&operator.pool, &request.id.to_string()).await? {
        if known.request != order.refund {
            return Err(RefundError::Reused);
        }
        return pay(operator, known).await;
    }
    let (payment, quote) = settled_payment(operator, request.order_hash).await?;
    check_merchant(operator, order, &quote)?;
    let now = operator.clock.now();
    let period = operator.config.refund_days.saturating_mul(DAY);
    if now > quote.signed.quote.issued_at.saturating_add(period) {
        return Err(RefundError::TooLate);
    }
    let before = refunded(&operator.pool, request.order_hash).await?;
    let left = quote.total_tiyn.checked_sub(before).unwrap_or_default();
    if request.tiyn > left {
        return Err(RefundError::AboveTotal { left });
    }
    let fee = if operator.registry.with(|registry| registry.fee_returns_on_refund) {
        fee_share(
            quote.signed.quote.fee_tiyn,
            quote.total_tiyn,
            before,
            request.tiyn,
        )
    } else {
        Tiyn::ZERO
    };
    sqlx::query(
        "INSERT INTO refunds (refund_id, order_hash, payment, merchant_id, tiyn, fee_tiyn, request, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)",
    )
    .bind(request.id.to_string())
    .bind(request.order_hash.to_string())
    .bind(payment.id)
    .bind(&quote.merchant_id)
    .bind(request.tiyn.to_i64())
    .bind(fee.to_i64())
    .bind(to_json(&order.refund)?)
    .bind(to_integer(now))
    .execute(&operator.pool)
    .await?;
    let stored = by_refund_id(&operator.pool, &request.id.to_string()).await?;
    pay(operator, stored.ok_or(sqlx::Error::RowNotFound)?).await
}

async fn settled_payment(
    operator: &Operator,
    order_hash: B256,
) -> Result<(StoredPayment, StoredQuote), RefundError> {
    let payments = payment_store::of_order(&operator.pool, order_hash).await?;
    let payment = payments
        .into_iter()
        .find(|payment| payment.state == PaymentState::Settled);
    let payment = payment.ok_or(RefundError::NotPaid)?;
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    Ok((payment, quote))
}

fn check_merchant(operator: &Operator, order: &RefundOrder, quote: &StoredQuote) -> Result<(), RefundError> {
    let now = operator.clock.now();
    let verified = operator.registry.verified();
    let certificate = verify_certificate(&order.certificate, verified.registry(), now)?;
    let signer = order
        .refund
        .signer(verified.registry().home_chain)
        .map_err(|_| RefundError::Signature)?;
    if certificate.id == quote.merchant_id && certificate.has_order_key(signer, now) {
        Ok(())
    } else {
        Err(RefundError::Signature)
    }
}

/// What the operator owes a merchant now.
pub(super) async fn balance(pool: &AnyPool, merchant_id: &str) -> Result<i64, sqlx::Error> {
    let row =
        sqlx::query("SELECT CAST(coalesce(-sum(tiyn), 0) AS BIGINT) AS total FROM ledger WHERE account = $1")
            .bind(merchant_account(merchant_id))
            .fetch_one(pool)
            .await?;
    row.try_get("total")
}

/// Brings refunds on that wait for credit or for the chain.
pub(super) async fn resume(operator: &Operator) -> Result<(), SettleError> {
    for id in store::unfinished(&operator.pool, operator.clock.now()).await? {
        let Some(seen) = by_refund_id(&operator.pool, &id).await? else {
            continue;
        };
        let _guard = operator.locks.lock(seen.order_hash).await?;
        let Some(refund) = by_refund_id(&operator.pool, &id).await? else {
            continue;
        };
        match pay(operator, refund).await {
            Ok(_) => {}
            Err(RefundError::Settle(error)) => return Err(error),
            Err(error) => tracing::warn!(%error, "a refund waits"),
        }
    }
    Ok(())
}
