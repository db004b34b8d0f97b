use axum::http::StatusCode;
use checkout::{
    OrderId, OrderState,
    x402::{HeaderError, encode_header},
};

use super::{
    Merchant,
    order_store::StoredOrder,
    quotes::{QuotesError, current_quotes, payment_required},
    show_order::current,
};
use crate::{ApiError, error::not_found};

/// Why an order is not asked to be paid.
#[derive(Debug, thiserror::Error)]
pub(super) enum RequestPaymentError {
    #[error("no such order")]
    NotFound,
    #[error("the order has expired")]
    Expired,
    #[error("the order is paid")]
    AlreadyPaid,
    #[error("the order is being paid")]
    InProgress,
    #[error(transparent)]
    Quotes(#[from] QuotesError),
    #[error("the answer cannot be written: {0}")]
    Header(#[from] HeaderError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RequestPaymentError> for ApiError {
    fn from(error: RequestPaymentError) -> Self {
        let text = error.to_string();
        match error {
            RequestPaymentError::NotFound => not_found(),
            RequestPaymentError::Expired => Self::new(StatusCode::GONE, "order_expired", text),
            RequestPaymentError::AlreadyPaid => Self::new(StatusCode::CONFLICT, "order_already_paid", text),
            RequestPaymentError::InProgress => Self::new(StatusCode::CONFLICT, "payment_in_progress", text),
            RequestPaymentError::Quotes(error) => error.into(),
            RequestPaymentError::Header(cause) => Self::internal(&cause),
            RequestPaymentError::Storage(cause) => Self::internal(&cause),
        }
    }
}

/// The value of `PAYMENT-REQUIRED` for an order that can be paid now.
pub(super) async fn request_payment(merchant: &Merchant, id: OrderId) -> Result<String, RequestPaymentError> {
    let _guard = merchant.locks.lock(id).await?;
    let order = current(merchant, id)
        .await?
        .ok_or(RequestPaymentError::NotFound)?;
    match order.state {
        OrderState::Created => header(merchant, &order, None).await,
        OrderState::Authorized | OrderState::Submitted | OrderState::Partial => {
            Err(RequestPaymentError::InProgress)
        }
        OrderState::Settled | OrderState::Final | OrderState::Over | OrderState::Refunded => {
            Err(RequestPaymentError::AlreadyPaid)
        }
        OrderState::Expired | OrderState::Failed | OrderState::Cancelled | OrderState::Late => {
            Err(RequestPaymentError::Expired)
        }
    }
}

/// The value of `PAYMENT-REQUIRED`, with the reason why a payment was refused before.
pub(super) async fn header(
    merchant: &Merchant,
    order: &StoredOrder,
    error: Option<String>,
) -> Result<String, RequestPaymentError> {
    let quotes: Vec<_> = current_quotes(merchant, &order.signed)
        .await?
        .into_iter()
        .map(Into::into)
        .collect();
    let required = payment_required(merchant, &order.signed, &quotes, error).map_err(QuotesError::from)?;
    Ok(encode_header(&required)?)
}
