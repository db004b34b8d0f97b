//! Refunds: fixed in tenge, asked for by the merchant's signature, paid in the asset of the payment at the rate of the
//! moment, out of the merchant's next payout. The settlement key authorizes each one under a nonce of its own: no crash
//! and no second till pays it twice.

use axum::http::StatusCode;
use chain::{Authorization, authorization_digest, token_domain};
use checkout::{RefundReceipt, SignedRefundReceipt, SignedRefundRequest};
use serde::{Deserialize, Serialize};
use sig::{B256, Signer, U256, sha256_digest};
use sqlx::{Row, any::AnyRow};
use units::{AssetAmount, Rate, Tiyn};
use zone::{Envelope, VerifyCertificateError, verify_certificate};

use super::{
    Operator,
    book::{self, Entry, FEE_INCOME, merchant_account},
    gas::Job,
    payment_store::{self, PaymentState, StoredPayment},
    quote_store::{self, StoredQuote},
    settle::SettleError,
    submit::{self, Progress, Wanted},
};
use crate::{
    ApiError,
    storage::{self, from_integer, from_json, from_json_opt, from_text, to_integer, to_json},
};

/// Longer reasons are refused.
const MAX_REASON_BYTES: usize = 500;
const DAY: u64 = 24 * 3600;
/// A refund's authorization is good for so long; the next try signs another with the same nonce.
const AUTHORIZED_SECONDS: u64 = DAY;

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
    #[error("no rate for the asset now")]
    NoRate,
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
            RefundError::NoRate => Self::unavailable("no_rate", text),
            RefundError::Settle(error) => error.into(),
            RefundError::Storage(error) => error.into(),
        }
    }
}

/// The fresh rate and what follows from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Terms {
    amount: AssetAmount,
    rate: Rate,
}

struct Stored {
    id: i64,
    order_hash: B256,
    payment: i64,
    merchant_id: String,
    tiyn: Tiyn,
    fee: Tiyn,
    request: SignedRefundRequest,
    terms: Option<Terms>,
    issued_block: u64,
    receipt: Option<SignedRefundReceipt>,
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
    if let Some(known) = by_refund_id(operator, &request.id.to_string()).await? {
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
    let before = refunded(operator, request.order_hash).await?;
    let left = quote.total_tiyn.checked_sub(before).unwrap_or_default();
    if request.tiyn > left {
        return Err(RefundError::AboveTotal { left });
    }
    let fee = fee_back(operator, &quote, before, request.tiyn);
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
    let stored = by_refund_id(operator, &request.id.to_string()).await?;
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

/// What was given back of an order, waiting ones counted.
async fn refunded(operator: &Operator, order_hash: B256) -> Result<Tiyn, sqlx::Error> {
    let row = sqlx::query(
        "SELECT CAST(coalesce(sum(tiyn), 0) AS BIGINT) AS total FROM refunds WHERE order_hash = $1",
    )
    .bind(order_hash.to_string())
    .fetch_one(&operator.pool)
    .await?;
    Tiyn::try_from(row.try_get::<i64, _>("total")?).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The part of the fee that comes back, when the registry says so: in proportion, so that the parts of a whole refund add
/// up to the whole fee.
fn fee_back(operator: &Operator, quote: &StoredQuote, before: Tiyn, tiyn: Tiyn) -> Tiyn {
    if !operator.registry.with(|registry| registry.fee_returns_on_refund) {
        return Tiyn::ZERO;
    }
    let fee = quote.signed.quote.fee_tiyn;
    let share = |part: Tiyn| {
        let share = U256::from(fee.get()) * U256::from(part.get()) / U256::from(quote.total_tiyn.get());
        Tiyn::try_from(share).unwrap_or_default()
    };
    let after = before.checked_add(tiyn).unwrap_or(quote.total_tiyn);
    share(after).checked_sub(share(before)).unwrap_or_default()
}

/// Tenge in base units of the asset, rounded down.
fn amount_of(rate: &Rate, tiyn: Tiyn, decimals: u8) -> Option<AssetAmount> {
    let scale = U256::from(10u8).checked_pow(U256::from(decimals))?;
    let top = U256::from(tiyn.get())
        .checked_mul(rate.num())?
        .checked_mul(scale)?;
    Some(AssetAmount::new(top / rate.den().checked_mul(U256::from(100u8))?))
}

/// What the operator owes a merchant now.
pub(super) async fn balance(operator: &Operator, merchant_id: &str) -> Result<i64, sqlx::Error> {
    let row =
        sqlx::query("SELECT CAST(coalesce(-sum(tiyn), 0) AS BIGINT) AS total FROM ledger WHERE account = $1")
            .bind(merchant_account(merchant_id))
            .fetch_one(&operator.pool)
            .await?;
    row.try_get("total")
}

/// Brings a refund on. The caller holds the order's lock.
async fn pay(operator: &Operator, mut refund: Stored) -> Result<RefundAnswer, RefundError> {
    if let Some(receipt) = refund.receipt {
        return Ok(RefundAnswer::Paid {
            receipt: Box::new(receipt),
        });
    }
    let payment = payment_store::by_id(&operator.pool, refund.payment).await?;
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    if refund.terms.is_none() && !begin(operator, &mut refund, &quote).await? {
        return Ok(RefundAnswer::Pending);
    }
    let (Some(terms), Some(key)) = (refund.terms.clone(), operator.config.settlement_key.as_ref()) else {
        return Err(RefundError::NotOffered);
    };
    let id = quote.signed.quote.asset;
    let asset = operator.registry.with(|registry| registry.asset(id).cloned());
    let asset = asset.ok_or(RefundError::NoRate)?;
    let authorization = Authorization {
        from: key.address(),
        to: payment.payer,
        value: terms.amount,
        valid_after: 0,
        valid_before: operator.clock.now().saturating_add(AUTHORIZED_SECONDS),
        nonce: sha256_digest(format!("cryptocity/refund-nonce/1 {}", refund.request.request.id).as_bytes())
            .to_b256(),
    };
    let domain = token_domain(
        &asset.domain_name,
        &asset.domain_version,
        id.chain.number(),
        id.token,
    );
    let wanted = Wanted {
        job: Job::Refund(refund.id),
        token: id.token,
        authorization,
        signature: key.sign(&authorization_digest(&authorization, &domain)),
        from_block: refund.issued_block,
    };
    let progress = submit::submit(operator, &wanted)
        .await
        .map_err(SettleError::from)?;
    let Progress::Paid(proof) = progress else {
        tracing::warn!(refund = %refund.request.request.id, ?progress, "the refund is not paid yet");
        return Ok(RefundAnswer::Pending);
    };
    let home_chain = operator.registry.with(|registry| registry.home_chain);
    let receipt = RefundReceipt {
        id: refund.request.request.id,
        order_hash: refund.order_hash,
        payer: payment.payer,
        asset: id,
        amount: terms.amount,
        rate: terms.rate,
        tiyn: refund.tiyn,
        fee_tiyn: refund.fee,
        payment: payment.transaction.unwrap_or_default(),
        transaction: proof.transaction,
        issued_at: operator.clock.now(),
    }
    .sign(home_chain, &operator.config.quote_key);
    sqlx::query("UPDATE refunds SET state = 'paid', receipt = $1, transaction_hash = $2 WHERE id = $3")
        .bind(to_json(&receipt)?)
        .bind(proof.transaction.to_string())
        .bind(refund.id)
        .execute(&operator.pool)
        .await?;
    tracing::info!(refund = %receipt.receipt.id, transaction = %proof.transaction, "refund paid");
    Ok(RefundAnswer::Paid {
        receipt: Box::new(receipt),
    })
}

/// Fixes rate and amount and books the refund, when the merchant's credit covers it. `false` when it does not.
async fn begin(operator: &Operator, refund: &mut Stored, quote: &StoredQuote) -> Result<bool, RefundError> {
    let id = quote.signed.quote.asset;
    let rate = operator
        .config
        .rates
        .iter()
        .find(|rate| rate.asset == id)
        .ok_or(RefundError::NoRate)?;
    let decimals = operator
        .registry
        .with(|registry| registry.asset(id).map(|asset| asset.decimals));
    let amount = decimals.and_then(|decimals| amount_of(&rate.rate, refund.tiyn, decimals));
    let terms = Terms {
        amount: amount.ok_or(RefundError::NoRate)?,
        rate: rate.rate,
    };
    let issued_block = operator.rpc.block_number().await.map_err(SettleError::from)?;
    // One refund of a merchant at a time: the same credit is not spent twice.
    let _guard = operator
        .locks
        .lock(format!("balance:{}", refund.merchant_id))
        .await?;
    let from_merchant = refund.tiyn.checked_sub(refund.fee).unwrap_or_default();
    if balance(operator, &refund.merchant_id).await? < from_merchant.to_i64() {
        return Ok(false);
    }
    let mut transaction = storage::begin(&operator.pool).await?;
    let done = sqlx::query("UPDATE refunds SET state = 'stored', terms = $1, issued_block = $2 WHERE id = $3 AND state = 'waiting'")
        .bind(to_json(&terms)?)
        .bind(to_integer(issued_block))
        .bind(refund.id)
        .execute(&mut *transaction)
        .await?;
    if done.rows_affected() == 1 {
        let rows = [
            (merchant_account(&refund.merchant_id), from_merchant.to_i64()),
            (FEE_INCOME.into(), refund.fee.to_i64()),
            (format!("asset:{id}"), -refund.tiyn.to_i64()),
        ];
        let entry = Entry {
            name: format!("refund:{}", refund.id),
            order_hash: Some(refund.order_hash),
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
    }
    transaction.commit().await?;
    refund.terms = Some(terms);
    refund.issued_block = issued_block;
    Ok(true)
}

/// Brings refunds on that wait for credit or for the chain.
pub(super) async fn resume(operator: &Operator) -> Result<(), SettleError> {
    let rows = sqlx::query("SELECT * FROM refunds WHERE state <> 'paid' ORDER BY id LIMIT 100")
        .fetch_all(&operator.pool)
        .await?;
    for row in &rows {
        let refund = read(row)?;
        let _guard = operator.locks.lock(refund.order_hash).await?;
        let Some(refund) = by_refund_id(operator, &refund.request.request.id.to_string()).await? else {
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

async fn by_refund_id(operator: &Operator, id: &str) -> Result<Option<Stored>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM refunds WHERE refund_id = $1").bind(id);
    row.fetch_optional(&operator.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

fn read(row: &AnyRow) -> Result<Stored, sqlx::Error> {
    let tiyn = |column| {
        row.try_get::<i64, _>(column)
            .and_then(|value| Tiyn::try_from(value).map_err(|error| sqlx::Error::Decode(error.into())))
    };
    Ok(Stored {
        id: row.try_get("id")?,
        order_hash: from_text(row, "order_hash")?,
        payment: row.try_get("payment")?,
        merchant_id: row.try_get("merchant_id")?,
        tiyn: tiyn("tiyn")?,
        fee: tiyn("fee_tiyn")?,
        request: from_json(row, "request")?,
        terms: from_json_opt(row, "terms")?,
        issued_block: if row.try_get::<Option<i64>, _>("issued_block")?.is_some() {
            from_integer(row, "issued_block")?
        } else {
            0
        },
        receipt: from_json_opt(row, "receipt")?,
    })
}
