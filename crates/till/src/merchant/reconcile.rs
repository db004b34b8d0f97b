use std::{sync::Arc, time::Duration};

use checkout::OrderState;

use super::{
    Merchant,
    accept_payment::{AcceptPaymentError, adopt_credit, submit},
    deposit::follow_deposit,
    order_store::{self, StoredOrder},
    refund,
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
        look_after(merchant, &order).await?;
    }
    refund::resume(merchant).await?;
    Ok(())
}

async fn look_after(merchant: &Merchant, order: &StoredOrder) -> Result<(), AcceptPaymentError> {
    let id = order.id();
    match order.state {
        OrderState::Created | OrderState::Partial | OrderState::Expired if order.deposit.is_some() => {
            let _guard = merchant.locks.lock(id).await?;
            follow_deposit(merchant, order).await?;
            drop(current(merchant, id).await?);
        }
        OrderState::Created => drop(current(merchant, id).await?),
        OrderState::Authorized | OrderState::Submitted => carry_on(merchant, order).await?,
        OrderState::Settled | OrderState::Over => finalize(merchant, order).await?,
        OrderState::Partial
        | OrderState::Final
        | OrderState::Expired
        | OrderState::Failed
        | OrderState::Cancelled
        | OrderState::Late
        | OrderState::Refunded => {}
    }
    Ok(())
}

async fn carry_on(merchant: &Merchant, order: &StoredOrder) -> Result<(), AcceptPaymentError> {
    let _guard = merchant.locks.lock(order.id()).await?;
    let Some(order) = current(merchant, order.id()).await? else {
        return Ok(());
    };
    if !matches!(order.state, OrderState::Authorized | OrderState::Submitted) {
        return Ok(());
    }
    if order.payment.is_none() {
        // Paid at the operator without this till, and taken back by a reorganisation.
        let credit = merchant.operator.credit(order.order_hash).await?;
        adopt_credit(merchant, &order, credit).await?;
        return Ok(());
    }
    match submit(merchant, &order).await {
        Ok(_) | Err(AcceptPaymentError::Pending | AcceptPaymentError::OtherPayment) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A settled order becomes final, or is being paid again when a reorganisation took its payment back.
async fn finalize(merchant: &Merchant, order: &StoredOrder) -> Result<(), AcceptPaymentError> {
    let credit = merchant.operator.credit(order.order_hash).await?;
    match credit.state {
        OrderState::Final => {
            order_store::move_state(&merchant.pool, order.id(), order.state, OrderState::Final).await?;
        }
        OrderState::Created | OrderState::Submitted if credit.settlement.is_none() => {
            tracing::error!(order = %order.id(), "a reorganisation took the payment of a settled order back");
            let look_at = merchant.clock.now();
            order_store::withdraw(&merchant.pool, order.id(), look_at).await?;
        }
        _ => {
            // Proven again, in another block or transaction: the papers are written anew.
            let block = credit
                .settlement
                .as_ref()
                .map(|answer| answer.transaction.clone());
            if block.is_some() && block != order.transaction.map(|hash| hash.to_string()) {
                order_store::withdraw(&merchant.pool, order.id(), merchant.clock.now()).await?;
                adopt_credit(merchant, order, credit).await?;
            }
            return Ok(());
        }
    }
    Ok(merchant.events.changed(merchant, order.id()).await?)
}
