//! The keypad: an amount, perhaps a tip, a square for the customer's phone, and how it went.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use units::{Bps, Tiyn};

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    order::find_visible,
    order_page::wallet_link,
    parts,
    qr::qr,
    sell,
    visit::{Posted, Staff},
};
use crate::{
    ApiError,
    i18n::{self, Key},
    merchant::{
        Merchant, Scope, create_order::CreateOrderError, events::random_name, order_store::StoredOrder,
    },
};

/// Shares of the amount that are offered as a tip, in hundredths of a percent.
const TIPS: [u16; 4] = [0, 500, 1000, 1500];
const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "⌫"];

/// What was typed before it was refused.
#[derive(Debug, Default)]
struct Typed<'a> {
    amount: &'a str,
    note: &'a str,
    tip: u16,
}

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    form(&merchant, &staff, &Typed::default(), None)
}

pub(super) async fn sell(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Orders)?;
    let tip = fields
        .get("tip")
        .parse()
        .ok()
        .filter(|tip| TIPS.contains(tip))
        .unwrap_or(0);
    let typed = Typed {
        amount: fields.get("amount"),
        note: fields.get("note"),
        tip,
    };
    let refuse = |problem: String| {
        let page = form(&merchant, &staff, &typed, Some(&problem))?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let Some(amount) = sell::parse_tenge(typed.amount).filter(|amount| *amount > Tiyn::ZERO) else {
        return refuse(staff.visit.text(Key::PosAmountWrong).into());
    };
    let name = if typed.note.is_empty() {
        sell::GOODS
    } else {
        typed.note
    };
    let mut lines = vec![sell::one(name, amount, sell::usual_vat(&merchant))];
    let share = Bps::new(tip).map_err(|error| ApiError::internal(&error))?;
    if share.of(amount) > Tiyn::ZERO {
        lines.push(sell::one(sell::TIP, share.of(amount), sell::NO_VAT));
    }
    let key = Some(fields.get("once")).filter(|key| !key.is_empty());
    match sell::sell(&merchant, &staff.actor.name, key, lines).await {
        Ok(id) => Ok(Redirect::to(&format!("/staff/pos/{id}")).into_response()),
        Err(error) => refuse(problem_of(&merchant, &staff, error)?),
    }
}

/// What a cashier is told when no order can be made.
pub(super) fn problem_of(
    merchant: &Merchant,
    staff: &Staff,
    error: CreateOrderError,
) -> Result<String, ApiError> {
    let visit = &staff.visit;
    match &error {
        CreateOrderError::Rule(checkout::VerifyOrderError::Rule(zone::RuleError::AboveLimit {
            limit,
            ..
        })) => {
            let limit = i18n::tenge(*limit, visit.language);
            Ok(visit.fill(Key::PosAboveLimit, &[("limit", &limit)]))
        }
        CreateOrderError::Order(_) => Ok(visit.text(Key::PosLinesWrong).into()),
        CreateOrderError::KeyReused | CreateOrderError::IdempotencyKey => {
            Ok(visit.text(Key::PosSentTwice).into())
        }
        CreateOrderError::Rule(rule) => {
            tracing::warn!(merchant = merchant.certificate.id, %rule, "no order can be made");
            Ok(visit.fill(Key::PosRefused, &[("reason", rule.reason())]))
        }
        CreateOrderError::Random(_) | CreateOrderError::Storage(_) => Err(error.into()),
    }
}

fn form(
    merchant: &Merchant,
    staff: &Staff,
    typed: &Typed<'_>,
    problem: Option<&str>,
) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let once = random_name("pos")?;
    let body = html! {
        (parts::head(visit, None, visit.text(Key::PosTitle)))
        @if let Some(problem) = problem { (parts::alert(problem)) }
        form.columns.pos method="post" action="/staff/pos" {
            (parts::form_token(staff))
            input type="hidden" name="once" value=(once);
            section.card {
                (parts::field("amount", visit.text(Key::PosAmount), None, &html! {
                    span.amount-field {
                        input #amount name="amount" value=(typed.amount) inputmode="decimal" autocomplete="off"
                            required autofocus placeholder="0" data-testid="amount" data-keypad-for="keypad"
                            aria-invalid=[problem.map(|_| "true")];
                        span.unit { "₸" }
                    }
                }))
                div.keypad #keypad role="group" aria-label=(visit.text(Key::PosKeypad)) {
                    @for key in KEYS {
                        button type="button" data-key=(key) aria-label=[(key == "⌫").then(|| visit.text(Key::PosErase))] { (key) }
                    }
                }
            }
            section.card {
                fieldset {
                    legend.field-label { (visit.text(Key::PosTip)) }
                    div.choices {
                        @for tip in TIPS {
                            @let id = format!("tip-{tip}");
                            div.choice {
                                input type="radio" name="tip" id=(id) value=(tip) checked[tip == typed.tip] data-testid=(id);
                                label for=(id) { (tip_name(staff, tip)) }
                            }
                        }
                    }
                }
                button.button.big data-testid="charge" { (visit.text(Key::PosCharge)) }
                (parts::field("note", visit.text(Key::PosNote), Some(visit.text(Key::PosNoteHint)), &html! {
                    input #note name="note" value=(typed.note) maxlength="90" autocomplete="off" aria-describedby="note-hint" data-testid="note";
                }))
            }
        }
        (parts::test_notice(merchant, visit))
    };
    Ok(layout::page(
        merchant,
        visit,
        visit.text(Key::PosTitle),
        Audience::Staff(staff),
        &body,
    ))
}

fn tip_name(staff: &Staff, tip: u16) -> String {
    match Bps::new(tip) {
        Ok(share) if tip > 0 => i18n::percent(share, staff.visit.language),
        _ => staff.visit.text(Key::PosNoTip).into(),
    }
}

/// The square on the counter, and how the payment goes.
pub(super) async fn show_sale(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    staff: Staff,
) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    let order = find_visible(&merchant, &staff, &id).await?;
    let visit = &staff.visit;
    let body = html! {
        (parts::head(visit, Some("/staff/pos"), &parts::short(order.id())))
        (parts::live(order.id(), order.state, &sale(&merchant, &staff, &order)))
        (parts::test_notice(&merchant, visit))
    };
    let title = (visit.text(Key::PosTitle), parts::is_open(order.state));
    Ok(layout::live_page(
        &merchant,
        visit,
        title,
        Audience::Staff(&staff),
        &body,
    ))
}

fn sale(merchant: &Merchant, staff: &Staff, order: &StoredOrder) -> Markup {
    let visit = &staff.visit;
    let total = i18n::tenge(order.signed.order.total_tiyn, visit.language);
    let (id, paid, open) = (
        order.id(),
        parts::is_paid(order.state),
        parts::is_open(order.state),
    );
    let link = wallet_link(merchant, visit.language, id);
    let waiting = order.state == checkout::OrderState::Created;
    html! {
        section.card.sale {
            div.row.spread {
                span.amount data-testid="sale-total" { (total) }
                (parts::state_badge(visit.language, order.state))
            }
            @if paid {
                div.outcome.good role="status" data-testid="paid" {
                    (icon(Icon::Check)) strong { (visit.text(Key::PosPaid)) }
                }
                div.actions {
                    a.button href="/staff/pos" data-testid="next-sale" { (visit.text(Key::PosNext)) }
                    a.button.quiet href={ "/receipt/" (id) } data-testid="receipt" { (visit.text(Key::OrderReceipt)) }
                }
            } @else if waiting {
                @match qr(&link, visit.text(Key::PosQr)) {
                    Some(square) => (square),
                    None => p { a href=(link) { (link) } },
                }
                p.center { (visit.text(Key::PosScan)) }
                div.actions {
                    a.button.quiet href={ "/o/" (id) } data-testid="customer-page" { (visit.text(Key::PosCustomerPage)) }
                    form method="post" action={ "/staff/orders/" (id) "/cancel" } {
                        (parts::form_token(staff))
                        input type="hidden" name="back" value="/staff/pos";
                        button.button.danger data-testid="cancel" { (visit.text(Key::OrderCancel)) }
                    }
                }
            } @else if open {
                div.busy.center { span.busy-dot {} (visit.text(Key::PosArriving)) }
            } @else {
                div.outcome.bad role="status" {
                    (icon(Icon::Close)) strong { (visit.text(Key::PosNotPaid)) }
                }
                div.actions { a.button href="/staff/pos" data-testid="next-sale" { (visit.text(Key::PosNext)) } }
            }
            p.center { a href={ "/staff/orders/" (id) } { (visit.text(Key::PosDetails)) } }
        }
    }
}
