use std::{sync::Arc, time::Duration};

use checkout::OrderState;

use super::{
    Merchant,
    accept_payment::{AcceptPaymentError, submit},
    order_store::{self, StoredOrder},
    show_order::current,
};

const PAUSE: Duration = Duration::from_secs(1);
/// The longest time between two looks at an order, in seconds.
const LONGEST_WAIT: u64 = 300;

/// Looks after orders that nobody asks about: expires unpaid ones, continues payments whose payer went away, notices
/// when settled ones are final. Runs until the till stops.
pub(super) async fn run(merchant: Arc<Merchant>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = reconcile(&merchant).await {
            tracing::warn!(%error, "orders cannot be looked after now");
        }
    }
}

async fn reconcile(merchant: &Merchant) -> Result<(), AcceptPaymentError> {
    let now = merchant.clock.now();
    for order in order_store::due(&merchant.pool, now).await? {
        let wait = 2u64.saturating_pow(u32::try_from(order.checks).unwrap_or(u32::MAX).saturating_add(1));
        order_store::check_later(
            &merchant.pool,
            order.id(),
            now.saturating_add(wait.min(LONGEST_WAIT)),
        )
        .await?;
        match order.state {
            OrderState::Created => drop(current(merchant, order.id()).await?),
            OrderState::Authorized | OrderState::Submitted => carry_on(merchant, &order).await?,
            OrderState::Settled => finalize(merchant, &order).await?,
            OrderState::Final | OrderState::Expired | OrderState::Failed | OrderState::Refunded => {}
        }
    }
    Ok(())
}

async fn carry_on(merchant: &Merchant, order: &StoredOrder) -> Result<(), AcceptPaymentError> {
    let _guard = merchant.order_locks.lock(order.id()).await;
    let Some(order) = current(merchant, order.id()).await? else {
        return Ok(());
    };
    if !matches!(order.state, OrderState::Authorized | OrderState::Submitted) {
        return Ok(());
    }
    match submit(merchant, &order).await {
        Ok(_) | Err(AcceptPaymentError::Pending | AcceptPaymentError::OtherPayment) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn finalize(merchant: &Merchant, order: &StoredOrder) -> Result<(), AcceptPaymentError> {
    if merchant.operator.credit(order.order_hash).await?.state == OrderState::Final {
        order_store::move_state(&merchant.pool, order.id(), OrderState::Settled, OrderState::Final).await?;
    }
    Ok(())
}
