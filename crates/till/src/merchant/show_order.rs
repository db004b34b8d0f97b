use checkout::{OrderId, OrderState, OrderStatusResponse};

use super::{
    Merchant,
    order_store::{self, StoredOrder},
};

/// The public status of an order; `None` when there is no such order.
pub(super) async fn show_order(
    merchant: &Merchant,
    id: OrderId,
) -> Result<Option<OrderStatusResponse>, sqlx::Error> {
    let Some(order) = current(merchant, id).await? else {
        return Ok(None);
    };
    Ok(Some(OrderStatusResponse {
        order_id: id,
        state: order.state,
        total_tiyn: order.signed.order.total_tiyn,
        expires_at: order.signed.order.expires_at,
        transaction: order.transaction,
        receipt: order.settled.map(|(_, papers)| papers.receipt),
        refunded_tiyn: order.refunded,
        fiscal_url: order.fiscal_url,
    }))
}

/// An order as it stands now: one that nobody paid in time has expired, whether or not anybody noticed before.
pub(super) async fn current(merchant: &Merchant, id: OrderId) -> Result<Option<StoredOrder>, sqlx::Error> {
    let order = order_store::find(&merchant.pool, id).await?;
    let overdue = order.as_ref().is_some_and(|order| {
        order.state == OrderState::Created && merchant.clock.now() >= order.signed.order.expires_at
    });
    if !overdue {
        return Ok(order);
    }
    if order_store::move_state(&merchant.pool, id, OrderState::Created, OrderState::Expired).await? {
        Box::pin(merchant.events.changed(merchant, id)).await?;
    }
    order_store::find(&merchant.pool, id).await
}
