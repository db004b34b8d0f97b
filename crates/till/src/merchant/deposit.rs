//! Orders paid by hand to an address of their own, for payers whose wallet does not speak x402.

use axum::http::StatusCode;
use chain::AssetId;
use checkout::{OrderId, OrderState};
use serde::{Deserialize, Serialize};

use super::{
    Merchant,
    accept_payment::{AcceptPaymentError, adopt_credit},
    operator_client::OperatorError,
    order_store::{self, StoredOrder},
    quotes::{QuotesError, current_quotes},
    show_order::current,
};
use crate::{
    ApiError,
    error::not_found,
    operator::{CreditResponse, DepositRequest, DepositState, DepositStatus},
};

/// Seconds until the first look whether something arrived.
const FIRST_LOOK_SECONDS: u64 = 2;

/// Body of `POST /pay/{id}/deposit`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenDeposit {
    pub(super) asset: AssetId,
}

/// Why no address is given.
#[derive(Debug, thiserror::Error)]
pub(super) enum DepositError {
    #[error("no such order")]
    NotFound,
    #[error("the order cannot be paid any more")]
    Closed,
    #[error(transparent)]
    Quotes(#[from] QuotesError),
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<DepositError> for ApiError {
    fn from(error: DepositError) -> Self {
        let text = error.to_string();
        match error {
            DepositError::NotFound => not_found(),
            DepositError::Closed => Self::new(StatusCode::CONFLICT, "order_closed", text),
            DepositError::Quotes(error) => error.into(),
            DepositError::Operator(OperatorError::Unavailable(_)) => {
                Self::unavailable("operator_unavailable", text)
            }
            DepositError::Operator(OperatorError::Refused { .. }) => {
                Self::new(StatusCode::CONFLICT, "deposit_refused", text)
            }
            DepositError::Storage(error) => error.into(),
        }
    }
}

/// Asks the operator for the order's address. Asked again after its quote has ended, gives a new one at a new rate.
pub(super) async fn open_deposit(
    merchant: &Merchant,
    id: OrderId,
    asset: AssetId,
) -> Result<DepositStatus, DepositError> {
    let _guard = merchant.locks.lock(id).await?;
    let order = current(merchant, id).await?.ok_or(DepositError::NotFound)?;
    if !matches!(order.state, OrderState::Created | OrderState::Partial) {
        return Err(DepositError::Closed);
    }
    current_quotes(merchant, &order.signed).await?;
    let request = DepositRequest {
        order_hash: order.order_hash,
        asset,
    };
    let deposit = merchant.operator.deposit(&request).await?;
    let look_at = merchant.clock.now().saturating_add(FIRST_LOOK_SECONDS);
    order_store::note_deposit(&merchant.pool, id, &deposit, look_at).await?;
    Ok(deposit)
}

/// Takes over what the operator says about an order's address. The caller holds the order's lock.
pub(super) async fn follow_deposit(
    merchant: &Merchant,
    order: &StoredOrder,
) -> Result<(), AcceptPaymentError> {
    let credit = merchant.operator.credit(order.order_hash).await?;
    let Some(deposit) = credit.deposit.clone() else {
        return Ok(());
    };
    let look_at = merchant.clock.now().saturating_add(FIRST_LOOK_SECONDS);
    order_store::note_deposit(&merchant.pool, order.id(), &deposit, look_at).await?;
    if credit.settlement.is_some() {
        return settled_by_hand(merchant, order, credit, deposit.state).await;
    }
    let state = match deposit.state {
        DepositState::Partial => OrderState::Partial,
        DepositState::Late => OrderState::Late,
        DepositState::Waiting | DepositState::Paid | DepositState::Over => return Ok(()),
    };
    if order.state != state {
        order_store::move_state(&merchant.pool, order.id(), order.state, state).await?;
        merchant.events.changed(merchant, order.id()).await?;
    }
    Ok(())
}

async fn settled_by_hand(
    merchant: &Merchant,
    order: &StoredOrder,
    credit: CreditResponse,
    deposit: DepositState,
) -> Result<(), AcceptPaymentError> {
    adopt_credit(merchant, order, credit).await?;
    if deposit == DepositState::Over {
        order_store::move_state(&merchant.pool, order.id(), OrderState::Settled, OrderState::Over).await?;
    }
    Ok(())
}
