use axum::http::StatusCode;
use checkout::{OrderId, OrderState};

use super::{Merchant, order_store, show_order::current};
use crate::{ApiError, error::not_found};

/// Why an order is not cancelled.
#[derive(Debug, thiserror::Error)]
pub(super) enum CancelOrderError {
    #[error("no such order")]
    NotFound,
    #[error("the order is paid or being paid; refund it instead")]
    Begun,
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<CancelOrderError> for ApiError {
    fn from(error: CancelOrderError) -> Self {
        match error {
            CancelOrderError::NotFound => not_found(),
            CancelOrderError::Begun => Self::new(StatusCode::CONFLICT, "order_begun", error.to_string()),
            CancelOrderError::Storage(error) => error.into(),
        }
    }
}

/// Cancels an order that nobody has begun to pay. Cancelling again changes nothing.
pub(super) async fn cancel_order(merchant: &Merchant, id: OrderId) -> Result<(), CancelOrderError> {
    let _guard = merchant.locks.lock(id).await?;
    let order = current(merchant, id).await?.ok_or(CancelOrderError::NotFound)?;
    match order.state {
        OrderState::Cancelled | OrderState::Expired => Ok(()),
        OrderState::Created => {
            order_store::move_state(&merchant.pool, id, OrderState::Created, OrderState::Cancelled).await?;
            merchant.events.changed(merchant, id).await?;
            Ok(())
        }
        _ => Err(CancelOrderError::Begun),
    }
}
