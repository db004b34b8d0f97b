use std::sync::Arc;

use axum::extract::{Query, State};
use checkout::OrderState;
use maud::{Markup, html};
use units::Tiyn;

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    order_list::{Filter, Group, ListedOrder, find},
    parts,
    visit::{Staff, encode},
};
use crate::{
    ApiError,
    i18n::{self, Day, Key},
    merchant::{Merchant, Scope},
};

/// The orders: all of them for those who keep the books, today's for a cashier.
pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Query(filter): Query<Filter>,
    staff: Staff,
) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    let earliest = earliest(&merchant, &staff);
    let (orders, more) = find(&merchant, &filter, earliest).await?;
    let visit = &staff.visit;
    let all = staff.may(Scope::Reports);
    let filtered = filter.state != Group::All
        || !filter.q.is_empty()
        || !filter.from.is_empty()
        || !filter.until.is_empty();
    let body = html! {
        (parts::head(visit, None, visit.text(if all { Key::OrdersTitle } else { Key::OrdersToday })))
        (search(&staff, &filter, all))
        section.card {
            @if orders.is_empty() {
                @if filtered {
                    (parts::empty(Icon::Orders, visit.text(Key::OrdersNone), visit.text(Key::OrdersNoneText)))
                } @else {
                    (parts::empty(Icon::Orders, visit.text(Key::OrdersEmpty), visit.text(Key::OrdersEmptyText)))
                }
            } @else {
                ul.rows data-testid="orders" { @for order in &orders { li { (row(&staff, order)) } } }
            }
            @if let Some(last) = orders.last().filter(|_| more) {
                a.button.quiet href=(address(&filter, filter.state, &last.id.to_string())) data-testid="older" { (visit.text(Key::OrdersOlder)) }
            }
        }
        @if !filter.before.is_empty() {
            p { a href=(address(&filter, filter.state, "")) { (visit.text(Key::OrdersNewest)) } }
        }
        (parts::test_notice(&merchant, visit))
    };
    Ok(layout::page(
        &merchant,
        visit,
        visit.text(Key::OrdersTitle),
        Audience::Staff(&staff),
        &body,
    ))
}

/// From when on somebody may see orders.
pub(super) fn earliest(merchant: &Merchant, staff: &Staff) -> u64 {
    if staff.may(Scope::Reports) {
        0
    } else {
        Day::of(merchant.clock.now()).start()
    }
}

fn search(staff: &Staff, filter: &Filter, all: bool) -> Markup {
    let visit = &staff.visit;
    html! {
        form.stack method="get" action="/staff/orders" role="search" {
            input type="hidden" name="state" value=(filter.state.as_str());
            div.search.dated[all] {
                (parts::field("q", visit.text(Key::OrdersSearch), None, &html! {
                    input #q type="search" name="q" value=(filter.q) placeholder=(visit.text(Key::OrdersSearchHint)) data-testid="search";
                }))
                @if all {
                    (parts::field("from", visit.text(Key::OrdersFrom), None, &html! { input #from type="date" name="from" value=(filter.from); }))
                    (parts::field("until", visit.text(Key::OrdersUntil), None, &html! { input #until type="date" name="until" value=(filter.until); }))
                }
                button.button.quiet { (visit.text(Key::OrdersFind)) }
            }
        }
        nav.chips aria-label=(visit.text(Key::OrdersState)) {
            @for group in Group::ALL {
                a.chip href=(address(filter, group, "")) aria-current=[(group == filter.state).then_some("true")] {
                    (visit.text(group.name()))
                }
            }
        }
    }
}

/// This list with another state or a later page.
fn address(filter: &Filter, state: Group, before: &str) -> String {
    let mut address = format!("/staff/orders?state={}", state.as_str());
    for (name, value) in [
        ("q", filter.q.as_str()),
        ("from", &filter.from),
        ("until", &filter.until),
        ("before", before),
    ] {
        if !value.is_empty() {
            address.push_str(&format!("&{name}={}", encode(value)));
        }
    }
    address
}

fn row(staff: &Staff, order: &ListedOrder) -> Markup {
    let language = staff.visit.language;
    html! {
        a.item href={ "/staff/orders/" (order.id) } data-testid="order" {
            (state_icon(order))
            span.item-text {
                span.item-title.two-lines {
                    (order.name)
                    @if order.more > 0 { " +" (order.more) }
                }
                span.item-note { (language.state(order.state)) }
                span.item-note { (parts::short(order.id)) " · " (i18n::time(order.created_at, language)) }
            }
            span.item-end {
                strong { (i18n::tenge(order.total, language)) }
                @if order.refunded > Tiyn::ZERO {
                    span.item-note { "−" (i18n::tenge(order.refunded, language)) }
                }
            }
        }
    }
}

fn state_icon(order: &ListedOrder) -> Markup {
    let (class, shape) = if order.state == OrderState::Refunded {
        ("plain", Icon::Undo)
    } else if parts::is_paid(order.state) {
        ("good", Icon::Check)
    } else if parts::is_open(order.state) {
        ("gold", Icon::Clock)
    } else {
        ("bad", Icon::Close)
    };
    html! { span.item-icon.(class) { (icon(shape)) } }
}
