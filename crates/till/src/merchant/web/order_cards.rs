//! The parts of an order's page.

use checkout::OrderState;
use maud::{Markup, html};
use units::Tiyn;

use super::{
    icons::{Icon, icon},
    parts,
    receipt_facts::{self, Facts},
    visit::Staff,
};
use crate::{
    i18n::{self, Key},
    merchant::{Merchant, Scope, order_store::StoredOrder, refund::Refund},
};

pub(super) fn actions(staff: &Staff, order: &StoredOrder) -> Markup {
    let (visit, id) = (&staff.visit, order.id());
    html! {
        section.card {
            div.actions {
                @if parts::is_paid(order.state) {
                    a.button href={ "/receipt/" (id) } data-testid="receipt" { (visit.text(Key::OrderReceipt)) }
                } @else {
                    a.button.quiet href={ "/o/" (id) } { (visit.text(Key::PosCustomerPage)) }
                }
                @if order.state == OrderState::Created {
                    form method="post" action={ "/staff/orders/" (id) "/cancel" } {
                        (parts::form_token(staff))
                        button.button.danger data-testid="cancel" { (visit.text(Key::OrderCancel)) }
                    }
                }
            }
        }
    }
}

pub(super) fn payment(staff: &Staff, facts: &Facts) -> Markup {
    let (visit, language) = (&staff.visit, staff.visit.language);
    html! {
        section.card {
            h2 { (visit.text(Key::OrderPayment)) }
            dl.facts {
                dt { (visit.text(Key::ReceiptAmount)) } dd { (facts.amount(language)) }
                dt { (visit.text(Key::ReceiptRate)) } dd { (facts.rate(language)) }
                dt { (visit.text(Key::ReceiptRateSource)) } dd { (facts.quote.rate_source) ", " (i18n::time(facts.quote.rate_time, language)) }
                dt { (visit.text(Key::ReceiptOperator)) } dd { (facts.operator.name.in_language(language.code())) }
                dt { (visit.text(Key::ReceiptFee)) } dd { (facts.fee(language)) }
                dt { (visit.text(Key::OrderCredited)) } dd { strong { (i18n::tenge(facts.quote.merchant_tiyn, language)) } }
                dt { (visit.text(Key::ReceiptPayer)) } dd.hash { (facts.receipt.payer) }
                dt { (visit.text(Key::ReceiptTransaction)) } dd.hash data-testid="transaction" { (facts.receipt.transaction) }
                dt { (visit.text(Key::ReceiptBlock)) } dd { (facts.receipt.block_number) }
            }
            @if !facts.receipt.order_bound { p.hint { (visit.text(Key::ReceiptUnbound)) } }
        }
    }
}

/// What happened, by the times that stand in signed papers.
pub(super) fn timeline(
    staff: &Staff,
    order: &StoredOrder,
    facts: Option<&Facts>,
    refunds: &[Refund],
) -> Markup {
    let (visit, terms) = (&staff.visit, &order.signed.order);
    // By when it happened: its place on the line, its time, what it was.
    let mut events: Vec<(u64, u64, String)> = Vec::new();
    let mut tell = |at, text: String| events.push((at, at, text));
    tell(terms.created_at, visit.text(Key::EventCreated).into());
    if let Some(facts) = facts {
        tell(
            facts.quote.issued_at,
            visit.fill(Key::EventQuoted, &[("asset", &facts.asset.symbol)]),
        );
        tell(facts.receipt.issued_at, visit.text(Key::EventPaid).into());
    }
    for refund in refunds {
        let sum = i18n::tenge(refund.tiyn, visit.language);
        tell(
            refund.created_at,
            visit.fill(
                Key::EventRefundAsked,
                &[("sum", &sum), ("reason", &refund.reason)],
            ),
        );
        if let Some(receipt) = receipt_facts::refund_receipt(refund) {
            tell(
                receipt.receipt.issued_at,
                visit.fill(Key::EventRefunded, &[("sum", &sum)]),
            );
        }
    }
    if matches!(order.state, OrderState::Expired | OrderState::Late) {
        tell(terms.expires_at, visit.text(Key::EventExpired).into());
    }
    if let Some(facts) = facts {
        // The operator credits before the shop's till signs; for people the credit follows the payment.
        let place = facts.credited_at.max(facts.receipt.issued_at);
        events.push((place, facts.credited_at, visit.text(Key::EventCredited).into()));
    }
    events.sort_by_key(|(place, ..)| *place);
    html! {
        section.card {
            h2 { (visit.text(Key::OrderEvents)) }
            ol.timeline {
                @for (_, at, text) in &events {
                    li { time { (i18n::time(*at, visit.language)) } span { (text) } }
                }
                @if !matches!(order.state, OrderState::Settled | OrderState::Over | OrderState::Expired) {
                    li.now { time { (visit.text(Key::EventNow)) } span { (visit.language.state(order.state)) } }
                }
            }
        }
    }
}

/// What was typed into the form before it came back with a problem.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Typed<'a> {
    pub(super) amount: Option<&'a str>,
    pub(super) reason: Option<&'a str>,
}

pub(super) fn refund_card(
    merchant: &Merchant,
    staff: &Staff,
    order: &StoredOrder,
    refunds: &[Refund],
    (once, typed): (&str, Typed<'_>),
) -> Markup {
    let visit = &staff.visit;
    let asked = refunds.iter().filter(|refund| refund.state != "refused");
    let left = asked.fold(order.signed.order.total_tiyn, |left, refund| {
        left.checked_sub(refund.tiyn).unwrap_or_default()
    });
    let fee_returns = merchant.registry.with(|registry| registry.fee_returns_on_refund);
    html! {
        section.card {
            h2 { (visit.text(Key::RefundTitle)) }
            @if refunds.is_empty() { p.quiet { (visit.text(Key::RefundNone)) } }
            @else { ul.rows data-testid="refunds" { @for refund in refunds { li { (refund_row(staff, refund)) } } } }
            @if !staff.may(Scope::Refunds) {
                p.hint { (visit.text(Key::RefundAskManager)) }
            } @else if left > Tiyn::ZERO && order.state != OrderState::Refunded {
                form.stack method="post" action={ "/staff/orders/" (order.id()) "/refund" } {
                    (parts::form_token(staff))
                    input type="hidden" name="once" value=(once);
                    (parts::field("refund-amount", visit.text(Key::RefundAmount), Some(&visit.fill(Key::RefundLeft, &[("left", &i18n::tenge(left, visit.language))])), &html! {
                        input #refund-amount name="amount" inputmode="decimal" autocomplete="off" required
                            value=(typed.amount.map_or_else(|| plain(left), str::to_owned)) aria-describedby="refund-amount-hint" data-testid="refund-amount";
                    }))
                    (parts::field("reason", visit.text(Key::RefundReason), Some(visit.text(Key::RefundReasonHint)), &html! {
                        input #reason name="reason" maxlength="200" required value=[typed.reason] aria-describedby="reason-hint" data-testid="refund-reason";
                    }))
                    p.hint { (visit.text(if fee_returns { Key::RefundFeeReturns } else { Key::RefundFeeStays })) }
                    button.button.danger data-testid="refund" { (visit.text(Key::RefundSubmit)) }
                }
            }
        }
    }
}

/// As it is typed into a field: `2250` or `2250.50`.
fn plain(amount: Tiyn) -> String {
    let (whole, rest) = amount.split();
    if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{rest:02}")
    }
}

fn refund_row(staff: &Staff, refund: &Refund) -> Markup {
    let visit = &staff.visit;
    let (class, state) = match refund.state.as_str() {
        "paid" => ("good", Key::RefundPaid),
        "refused" => ("bad", Key::RefundRefused),
        _ => ("gold", Key::RefundWaiting),
    };
    let shape = if class == "good" { Icon::Check } else { Icon::Clock };
    html! {
        div.item {
            span.item-icon.(class) { (icon(shape)) }
            span.item-text {
                span.item-title { (refund.reason) }
                span.item-note { (i18n::time(refund.created_at, visit.language)) " · " (visit.text(state)) }
            }
            strong.item-end { (i18n::tenge(refund.tiyn, visit.language)) }
        }
    }
}

pub(super) fn fiscal_card(staff: &Staff, order: &StoredOrder) -> Markup {
    let visit = &staff.visit;
    html! {
        section.card {
            h2 { (visit.text(Key::OrderFiscal)) }
            p.hint { (visit.text(Key::OrderFiscalText)) }
            form.stack method="post" action={ "/staff/orders/" (order.id()) "/fiscal" } {
                (parts::form_token(staff))
                (parts::field("url", visit.text(Key::OrderFiscalLink), None, &html! {
                    input #url type="url" name="url" value=[order.fiscal_url.as_deref()] required placeholder="https://" data-testid="fiscal";
                }))
                button.button.quiet data-testid="attach" { (visit.text(Key::OrderFiscalAttach)) }
            }
        }
    }
}

pub(super) fn technical(staff: &Staff, order: &StoredOrder) -> Markup {
    let (visit, terms) = (&staff.visit, &order.signed.order);
    html! {
        details.card {
            summary { (visit.text(Key::OrderTechnical)) }
            dl.facts {
                dt { (visit.text(Key::OrderId)) } dd.hash { (order.id()) }
                dt { (visit.text(Key::OrderHash)) } dd.hash { (order.order_hash) }
                dt { (visit.text(Key::OrderOrigin)) } dd.hash { (terms.origin) }
                dt { (visit.text(Key::OrderMadeBy)) } dd.hash { (order.client) }
                dt { (visit.text(Key::OrderExpires)) } dd { (i18n::time(terms.expires_at, visit.language)) }
            }
        }
    }
}
