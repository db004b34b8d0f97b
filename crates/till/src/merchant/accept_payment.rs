use axum::http::StatusCode;
use checkout::{
    OrderId, OrderState, SettledResponse, VerifyPaymentError, derive_order_nonce, verify_payment,
    x402::{FacilitatorRequest, PaymentPayload, SettleResponse, VERSION},
};

use super::{
    Merchant,
    confirm::{ConfirmError, Payment, confirm},
    operator_client::OperatorError,
    order_store::{self, StoredOrder, StoredPayment},
    quote_store,
    request_payment::header,
    show_order::current,
};
use crate::{ApiError, error::not_found, operator::CreditResponse, payment_id::payment_id};

/// Seconds after which a payment is looked after without being asked.
const LOOK_AFTER_SECONDS: u64 = 5;

/// What became of a payment.
#[derive(Debug)]
pub(super) enum Accepted {
    /// Paid; the same answer every time.
    Settled(Box<(SettleResponse, SettledResponse)>),
    /// Not taken; the order can be paid otherwise, as `required` says.
    Refused {
        answer: Box<SettleResponse>,
        required: Option<String>,
    },
}

/// Why nothing can be said about a payment, or why it is not looked at.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptPaymentError {
    #[error("no such order")]
    NotFound,
    #[error("the order has expired")]
    Expired,
    #[error("the order is paid, or being paid, by another payment")]
    OtherPayment,
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error("the payment is being settled; send the same payment again")]
    Pending,
    #[error("the operator's papers do not hold: {0}")]
    Confirm(#[from] ConfirmError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<AcceptPaymentError> for ApiError {
    fn from(error: AcceptPaymentError) -> Self {
        let text = error.to_string();
        match error {
            AcceptPaymentError::NotFound => not_found(),
            AcceptPaymentError::Expired => Self::new(StatusCode::GONE, "order_expired", text),
            AcceptPaymentError::OtherPayment => Self::new(StatusCode::CONFLICT, "order_already_paid", text),
            AcceptPaymentError::Operator(_) => Self::unavailable("operator_unavailable", text),
            AcceptPaymentError::Pending => Self::unavailable("settlement_pending", text),
            AcceptPaymentError::Storage(cause)
            | AcceptPaymentError::Confirm(ConfirmError::Storage(cause)) => Self::internal(&cause),
            AcceptPaymentError::Confirm(cause) => {
                tracing::error!(%cause, "the operator's papers are not taken");
                Self::new(StatusCode::BAD_GATEWAY, "papers_invalid", text)
            }
        }
    }
}

/// Takes a payload for an order: verified, stored, settled by the operator, confirmed. The same payload continues where
/// it was left and gets the same answer; another one is refused once a payload is stored.
pub(super) async fn accept_payment(
    merchant: &Merchant,
    id: OrderId,
    payload: PaymentPayload,
) -> Result<Accepted, AcceptPaymentError> {
    let _guard = merchant.locks.lock(id).await?;
    let order = current(merchant, id).await?.ok_or(AcceptPaymentError::NotFound)?;
    let same = order.payment_id == Some(payment_id(&payload));
    match (order.state, order.settled.clone()) {
        (_, Some(answer)) if same => Ok(Accepted::Settled(Box::new(answer))),
        (OrderState::Authorized | OrderState::Submitted, _) if same => submit(merchant, &order).await,
        (OrderState::Created, _) => begin(merchant, &order, payload).await,
        (OrderState::Expired | OrderState::Failed | OrderState::Late, _) => {
            adopt(merchant, &order, &payload).await
        }
        (OrderState::Cancelled, _) => Err(AcceptPaymentError::Expired),
        _ => Err(AcceptPaymentError::OtherPayment),
    }
}

async fn begin(
    merchant: &Merchant,
    order: &StoredOrder,
    payload: PaymentPayload,
) -> Result<Accepted, AcceptPaymentError> {
    let quote_id = match find_quote(merchant, order, &payload).await? {
        Ok(quote_id) => quote_id,
        Err((reason, message)) => {
            let answer = Box::new(refusal(&payload, reason, &message));
            let required = header(merchant, order, Some(reason.into())).await.ok();
            return Ok(Accepted::Refused { answer, required });
        }
    };
    let payment = StoredPayment {
        payment_id: payment_id(&payload),
        payload,
        quote_id,
    };
    let look_at = merchant.clock.now().saturating_add(LOOK_AFTER_SECONDS);
    if !order_store::authorize(&merchant.pool, order.id(), &payment, look_at).await? {
        return Err(AcceptPaymentError::OtherPayment);
    }
    tracing::info!(order = %order.id(), payer = %payment.payload.payload.authorization.from, "payment stored");
    let order = StoredOrder {
        state: OrderState::Authorized,
        payment_id: Some(payment.payment_id),
        payment: Some(payment),
        ..order.clone()
    };
    submit(merchant, &order).await
}

type Reason = (&'static str, String);

/// The quote that a payload pays: among those that still hold, replaced or not, the one it echoes.
async fn find_quote(
    merchant: &Merchant,
    order: &StoredOrder,
    payload: &PaymentPayload,
) -> Result<Result<i64, Reason>, sqlx::Error> {
    let now = merchant.clock.now();
    let mut reason: Reason = (
        VerifyPaymentError::Requirements.reason(),
        VerifyPaymentError::Requirements.to_string(),
    );
    for quote in quote_store::all(&merchant.pool, order.id()).await? {
        match verify_payment(payload, &quote.requirement, order.order_hash, now) {
            Err(
                VerifyPaymentError::Requirements | VerifyPaymentError::Scheme | VerifyPaymentError::Network,
            ) => {}
            _ if now >= quote.expires_at() => {
                reason = ("quote_expired", "the quote has expired; ask for a new one".into());
            }
            Ok(_) => return Ok(Ok(quote.id)),
            Err(error) => return Ok(Err((error.reason(), error.to_string()))),
        }
    }
    Ok(Err(reason))
}

fn refusal(payload: &PaymentPayload, reason: &str, message: &str) -> SettleResponse {
    SettleResponse {
        success: false,
        error_reason: Some(reason.into()),
        error_message: Some(message.into()),
        payer: Some(payload.payload.authorization.from),
        transaction: String::new(),
        network: payload.accepted.network.clone(),
        amount: None,
        extensions: None,
    }
}

/// Has the stored payload of an order settled. The caller holds the order's lock.
pub(super) async fn submit(merchant: &Merchant, order: &StoredOrder) -> Result<Accepted, AcceptPaymentError> {
    let payment = order.payment.as_ref().ok_or(AcceptPaymentError::OtherPayment)?;
    let quote = quote_store::by_id(&merchant.pool, payment.quote_id).await?;
    order_store::move_state(
        &merchant.pool,
        order.id(),
        OrderState::Authorized,
        OrderState::Submitted,
    )
    .await?;
    let request = FacilitatorRequest {
        x402_version: VERSION,
        payment_payload: payment.payload.clone(),
        payment_requirements: quote.requirement,
        order_hash: Some(order.order_hash),
    };
    let answer = merchant.operator.settle(&request).await?;
    if answer.success {
        let nonce = payment.payload.payload.authorization.nonce;
        let payment = Payment {
            payment_id: payment.payment_id,
            quote: &quote.signed,
            order_bound: nonce == derive_order_nonce(order.order_hash),
            answer,
        };
        return Ok(Accepted::Settled(Box::new(
            confirm(merchant, order, payment).await?,
        )));
    }
    match answer.error_reason.as_deref() {
        Some("settlement_pending") => {
            if let Ok(hash) = answer.transaction.parse() {
                order_store::note_transaction(&merchant.pool, order.id(), hash).await?;
            }
            Err(AcceptPaymentError::Pending)
        }
        Some("another_payment_in_progress") => Err(AcceptPaymentError::Pending),
        Some("order_already_paid") => adopt(merchant, order, &payment.payload).await,
        reason => {
            tracing::info!(order = %order.id(), reason, "payment refused by the operator");
            take_back(merchant, order, answer).await
        }
    }
}

/// A refused payload leaves the order open while it has not expired.
async fn take_back(
    merchant: &Merchant,
    order: &StoredOrder,
    answer: SettleResponse,
) -> Result<Accepted, AcceptPaymentError> {
    let end = order.signed.order.expires_at;
    let open = merchant.clock.now() < end;
    let state = if open {
        OrderState::Created
    } else {
        OrderState::Failed
    };
    order_store::refuse(&merchant.pool, order.id(), state, end).await?;
    let required = if open {
        header(merchant, order, answer.error_reason.clone()).await.ok()
    } else {
        None
    };
    Ok(Accepted::Refused {
        answer: Box::new(answer),
        required,
    })
}

/// Takes over a payment that the operator settled without this till: the payer, or somebody else, went there directly.
async fn adopt(
    merchant: &Merchant,
    order: &StoredOrder,
    payload: &PaymentPayload,
) -> Result<Accepted, AcceptPaymentError> {
    let closed = || {
        if matches!(order.state, OrderState::Expired | OrderState::Failed) {
            AcceptPaymentError::Expired
        } else {
            AcceptPaymentError::OtherPayment
        }
    };
    let credit = match merchant.operator.credit(order.order_hash).await {
        Ok(credit) => credit,
        Err(OperatorError::Refused { .. }) => return Err(closed()),
        Err(error) => return Err(error.into()),
    };
    let Some(paid) = credit.payment_id else {
        return Err(closed());
    };
    let Some(papers) = adopt_credit(merchant, order, credit).await? else {
        return Err(closed());
    };
    if paid == payment_id(payload) {
        Ok(Accepted::Settled(Box::new(papers)))
    } else {
        Err(AcceptPaymentError::OtherPayment)
    }
}

/// Confirms what the operator says it settled; `None` when it settled nothing.
pub(super) async fn adopt_credit(
    merchant: &Merchant,
    order: &StoredOrder,
    credit: CreditResponse,
) -> Result<Option<(SettleResponse, SettledResponse)>, AcceptPaymentError> {
    let (Some(answer), Some(quote), Some(payment_id)) = (credit.settlement, credit.quote, credit.payment_id)
    else {
        return Ok(None);
    };
    let payment = Payment {
        payment_id,
        quote: &quote,
        order_bound: credit.order_bound.unwrap_or(false),
        answer,
    };
    Ok(Some(confirm(merchant, order, payment).await?))
}
