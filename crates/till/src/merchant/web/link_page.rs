//! The hosted page of a payment link: what the shop sells, and an order of one's own with one press.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use checkout::{Order, OrderId, OrderTerms};
use maud::{Markup, html};

use super::{
    layout::{self, Audience},
    link_store::{self, Link},
    order_page::{shop_card, small_print, too_fast},
    parts, sell,
    visit::{Fields, Visit},
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key},
    merchant::Merchant,
};

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Markup, ApiError> {
    let link = link_store::find(&merchant, &id).await?.ok_or_else(not_found)?;
    let body = html! {
        (shop_card(&merchant, &visit))
        section.card {
            h2 { (link.title) }
            span.amount data-testid="buy-total" { (i18n::tenge(link.total(), visit.language)) }
            @if let Some(order) = preview(&merchant, &link) { (parts::lines(visit.language, &order)) }
            @if link.closed_at.is_some() {
                p.alert.warn data-testid="closed" { (visit.text(Key::BuyLinkClosed)) }
            } @else {
                form.stack method="post" action={ "/l/" (link.id) } {
                    button.button.big data-testid="order" { (visit.text(Key::BuyOrder)) }
                }
            }
        }
        (small_print(&merchant, &visit))
    };
    Ok(layout::page(
        &merchant,
        &visit,
        &link.title,
        Audience::Customer,
        &body,
    ))
}

/// The order that would be made, for its sums.
fn preview(merchant: &Merchant, link: &Link) -> Option<Order> {
    let now = merchant.clock.now();
    Order::new(OrderTerms {
        id: OrderId::from_random([0; 16]),
        merchant_id: merchant.certificate.id.clone(),
        origin: merchant.public_url.clone(),
        lines: link.lines.clone(),
        settlement: zone::SettlementMode::KztViaOperator,
        created_at: now,
        expires_at: now.saturating_add(1),
    })
    .ok()
}

/// Makes an order out of a link.
pub(super) async fn order(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    _: Fields,
) -> Result<Redirect, ApiError> {
    let link = link_store::find(&merchant, &id).await?.ok_or_else(not_found)?;
    if link.closed_at.is_some() {
        return Ok(Redirect::to(&format!("/l/{id}")));
    }
    merchant.limits.link(&id).map_err(|_| too_fast())?;
    let order = sell::sell(&merchant, &link.client(), None, link.lines).await?;
    Ok(Redirect::to(&format!("/o/{order}")))
}
