//! What a customer sees of an order: what is sold, how to pay, how it goes, the receipt.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use chain::AssetId;
use checkout::{OrderId, OrderState};
use maud::{Markup, html};
use units::Tiyn;

use super::{
    by_hand,
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    qr::qr,
    visit::{Fields, Visit, encode},
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key, Language},
    merchant::{Merchant, deposit::open_deposit, order_store::StoredOrder, show_order::current},
};

/// The wallet's pay page for an order; afterwards it leads back to the order's page when the zone certified the till.
pub(super) fn wallet_link(merchant: &Merchant, language: Language, id: OrderId) -> String {
    let (wallet, pay) = (&merchant.config.wallet_origin, merchant.pay_url(id));
    let mut link = format!("{wallet}/pay/?locale={}#order={}", language.code(), encode(&pay));
    if merchant.certificate.origins.contains(&merchant.public_url) {
        link.push_str(&format!(
            "&return={}",
            encode(&format!("{}/o/{id}", merchant.public_url))
        ));
    }
    link
}

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Markup, ApiError> {
    let id: OrderId = id.parse().map_err(|_| not_found())?;
    let order = current(&merchant, id).await?.ok_or_else(not_found)?;
    let body = html! {
        (shop_card(&merchant, &visit))
        (parts::live(id, order.state, &content(&merchant, &visit, &order)))
        (small_print(&merchant, &visit))
    };
    let title = (visit.text(Key::BuyTitle), parts::is_open(order.state));
    Ok(layout::live_page(
        &merchant,
        &visit,
        title,
        Audience::Customer,
        &body,
    ))
}

/// Gives an address of the order's own, for payers with another wallet.
pub(super) async fn give_address(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Redirect, ApiError> {
    let id: OrderId = id.parse().map_err(|_| not_found())?;
    let asset: AssetId = fields
        .get("asset")
        .parse()
        .map_err(|_| ApiError::malformed("not an asset"))?;
    merchant.limits.link(&id.to_string()).map_err(|_| too_fast())?;
    open_deposit(&merchant, id, asset).await?;
    Ok(Redirect::to(&format!("/o/{id}#by-hand")))
}

pub(super) fn too_fast() -> ApiError {
    ApiError::new(
        axum::http::StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "asked too often; wait a moment",
    )
    .with_header(axum::http::header::RETRY_AFTER, "2")
}

/// Who sells, as the zone certified it.
pub(super) fn shop_card(merchant: &Merchant, visit: &Visit) -> Markup {
    let certificate = &merchant.certificate;
    html! {
        section.card.seller {
            h1 { (certificate.names.in_language(visit.language.code())) }
            p.quiet { (visit.text(Key::ReceiptBin)) " " (certificate.bin) " · " (certificate.contact) }
        }
    }
}

/// What must be said before somebody pays.
pub(super) fn small_print(merchant: &Merchant, visit: &Visit) -> Markup {
    let consumer = &merchant.config.consumer;
    let days = consumer.return_days.to_string();
    html! {
        div.stack {
            p.notice {
                (visit.fill(Key::BuyTerms, &[("version", &consumer.terms_version), ("days", &days)])) " "
                a href="/terms" { (visit.text(Key::TermsTitle)) }
            }
            (parts::test_notice(merchant, visit))
        }
    }
}

fn content(merchant: &Merchant, visit: &Visit, order: &StoredOrder) -> Markup {
    let id = order.id();
    html! {
        section.card {
            div.row.spread {
                span.amount data-testid="buy-total" { (i18n::tenge(order.signed.order.total_tiyn, visit.language)) }
                (parts::state_badge(visit.language, order.state))
            }
            (parts::lines(visit.language, &order.signed.order))
            @if parts::is_paid(order.state) {
                div.outcome.good role="status" data-testid="paid" { (icon(Icon::Check)) strong { (visit.text(Key::BuyPaid)) } }
                @if order.refunded > Tiyn::ZERO {
                    p data-testid="returned" {
                        (visit.text(Key::StatementRefunds)) ": " strong { (i18n::tenge(order.refunded, visit.language)) }
                    }
                }
                a.button href={ "/receipt/" (id) } data-testid="receipt" { (visit.text(Key::OrderReceipt)) }
            } @else if order.state == OrderState::Created {
                (ways_to_pay(merchant, visit, order))
            } @else if by_hand::ended_short(order) {
                div.outcome.bad role="status" { (icon(Icon::Close)) strong { (visit.text(Key::BuyPartialEnded)) } }
            } @else if parts::is_open(order.state) {
                div.busy { span.busy-dot {} (visit.text(if order.state == OrderState::Partial { Key::BuyPartial } else { Key::PosArriving })) }
            } @else {
                div.outcome.bad role="status" { (icon(Icon::Close)) strong { (visit.text(closed(order.state))) } }
            }
        }
        @if let Some(deposit) = by_hand::to_show(order) { (by_hand::card(merchant, visit, deposit)) }
        @else if order.state == OrderState::Created { (by_hand::choices(merchant, visit, order)) }
    }
}

const fn closed(state: OrderState) -> Key {
    match state {
        OrderState::Cancelled => Key::BuyCancelled,
        OrderState::Late => Key::BuyLate,
        OrderState::Failed => Key::BuyFailed,
        _ => Key::BuyExpired,
    }
}

fn ways_to_pay(merchant: &Merchant, visit: &Visit, order: &StoredOrder) -> Markup {
    let link = wallet_link(merchant, visit.language, order.id());
    html! {
        a.button.big href=(link) data-testid="pay" { (visit.text(Key::BuyPay)) }
        @if let Some(square) = qr(&link, visit.text(Key::PosQr)) {
            details.other-device {
                summary { (visit.text(Key::BuyOtherDevice)) }
                (square)
            }
        }
        p.hint { (visit.fill(Key::BuyUntil, &[("time", &i18n::time(order.signed.order.expires_at, visit.language))])) }
    }
}
