//! One order: what was sold, how it was paid, what was given back.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use checkout::OrderId;
use maud::{Markup, html};

use super::{
    by_hand,
    layout::{self, Audience},
    order_cards::{Typed, actions, fiscal_card, payment, refund_card, technical, timeline},
    orders::earliest,
    parts, receipt_facts,
    sell::parse_tenge,
    visit::{Posted, Staff},
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key},
    merchant::{
        Merchant, Scope,
        cancel_order::cancel_order,
        events::random_name,
        order_store::{self, StoredOrder},
        refund::{self, NewRefund, RefundError},
        show_order::current,
    },
};

/// An order that somebody may see: a cashier sees today's.
pub(super) async fn find_visible(
    merchant: &Merchant,
    staff: &Staff,
    id: &str,
) -> Result<StoredOrder, ApiError> {
    let id: OrderId = id.parse().map_err(|_| not_found())?;
    let order = current(merchant, id).await?.ok_or_else(not_found)?;
    if order.signed.order.created_at < earliest(merchant, staff) {
        staff.must(Scope::Reports)?;
    }
    Ok(order)
}

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    staff: Staff,
) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    let order = find_visible(&merchant, &staff, &id).await?;
    page(&merchant, &staff, &order, None, Typed::default()).await
}

pub(super) async fn cancel(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    Posted { staff, fields }: Posted,
) -> Result<Redirect, ApiError> {
    staff.must(Scope::Orders)?;
    let order = find_visible(&merchant, &staff, &id).await?;
    cancel_order(&merchant, order.id()).await?;
    let back = if fields.get("back") == "/staff/pos" {
        "/staff/pos".to_owned()
    } else {
        format!("/staff/orders/{}", order.id())
    };
    Ok(Redirect::to(&back))
}

/// Attaches the check link of the cash register's fiscal receipt.
pub(super) async fn attach_fiscal(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Orders)?;
    let order = find_visible(&merchant, &staff, &id).await?;
    let url = fields.get("url");
    let good = url.len() <= 500
        && url.parse::<Uri>().is_ok_and(|url| {
            matches!(url.scheme_str(), Some("http" | "https"))
                && url.host().is_some_and(|host| !host.is_empty())
        });
    if !good {
        let problem = staff.visit.text(Key::OrderFiscalWrong);
        let page = page(&merchant, &staff, &order, Some(problem), Typed::default()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    order_store::attach_fiscal(&merchant.pool, order.id(), url).await?;
    Ok(Redirect::to(&format!("/staff/orders/{}", order.id())).into_response())
}

pub(super) async fn refund(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Refunds)?;
    let order = find_visible(&merchant, &staff, &id).await?;
    let visit = &staff.visit;
    let answer = match parse_tenge(fields.get("amount")) {
        None => Err(visit.text(Key::PosAmountWrong).to_owned()),
        Some(tiyn) => {
            let new = NewRefund {
                tiyn,
                reason: fields.get("reason").into(),
            };
            let key = Some(fields.get("once").to_owned()).filter(|key| !key.is_empty());
            let (merchant, client, id) = (merchant.clone(), staff.actor.name.clone(), order.id());
            // Somebody who leaves the page does not stop a refund half-way.
            let asking =
                tokio::spawn(
                    async move { refund::refund(&merchant, id, &client, key.as_deref(), new).await },
                );
            match asking.await.map_err(|error| ApiError::internal(&error))? {
                Ok(_) => Ok(()),
                Err(error) => Err(refund_problem(&staff, error)?),
            }
        }
    };
    match answer {
        Ok(()) => Ok(Redirect::to(&format!("/staff/orders/{}", order.id())).into_response()),
        Err(problem) => {
            let typed = Typed {
                amount: Some(fields.get("amount")),
                reason: Some(fields.get("reason")),
            };
            let page = page(&merchant, &staff, &order, Some(&problem), typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn refund_problem(staff: &Staff, error: RefundError) -> Result<String, ApiError> {
    let visit = &staff.visit;
    match error {
        RefundError::AboveTotal { left } => {
            let left = i18n::tenge(left, visit.language);
            Ok(visit.fill(Key::RefundAbove, &[("left", &left)]))
        }
        RefundError::NotSettled => Ok(visit.text(Key::RefundNotSettled).into()),
        RefundError::Malformed => Ok(visit.text(Key::RefundMalformed).into()),
        RefundError::KeyReused => Ok(visit.text(Key::PosSentTwice).into()),
        RefundError::NotFound | RefundError::Random(_) | RefundError::Storage(_) => Err(error.into()),
    }
}

async fn page(
    merchant: &Merchant,
    staff: &Staff,
    order: &StoredOrder,
    problem: Option<&str>,
    typed: Typed<'_>,
) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let (id, terms) = (order.id(), &order.signed.order);
    let refunds = refund::of_order(merchant, id).await?;
    let facts = receipt_facts::of(merchant, order).await?;
    let once = random_name("refund")?;
    let body = html! {
        (parts::head(visit, Some("/staff/orders"), &parts::short(id)))
        @if let Some(problem) = problem { (parts::alert(problem)) }
        (parts::live(id, order.state, &html! {
            div.columns {
                div.stack {
                    section.card {
                        div.row.spread {
                            span.amount { (i18n::tenge(terms.total_tiyn, visit.language)) }
                            (parts::state_badge(visit.language, order.state))
                        }
                        (parts::lines(visit.language, terms))
                    }
                    @if let Some(facts) = &facts { (payment(staff, facts)) }
                    @if let Some(deposit) = by_hand::to_show(order) { (by_hand::card(merchant, visit, deposit)) }
                    (timeline(staff, order, facts.as_ref(), &refunds))
                }
                div.stack {
                    (actions(staff, order))
                    @if parts::is_paid(order.state) { (refund_card(merchant, staff, order, &refunds, (&once, typed))) }
                    @if parts::is_paid(order.state) { (fiscal_card(staff, order)) }
                    (technical(staff, order))
                }
            }
        }))
        (parts::test_notice(merchant, visit))
    };
    let title = parts::short(id);
    let live = (title.as_str(), parts::is_open(order.state));
    Ok(layout::live_page(
        merchant,
        visit,
        live,
        Audience::Staff(staff),
        &body,
    ))
}
