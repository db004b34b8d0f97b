use checkout::{Order, OrderId, OrderLine, OrderState};
use maud::{Markup, html};

use super::{
    icons::{Icon, icon},
    visit::{Staff, Visit},
};
use crate::{
    i18n::{self, Key, Language},
    merchant::{Merchant, order_store::state_name},
};

/// A heading with a way back.
pub(super) fn head(visit: &Visit, back: Option<&str>, title: &str) -> Markup {
    html! {
        div.page-head {
            @if let Some(href) = back {
                a.icon-button href=(href) aria-label=(visit.text(Key::ActionBack)) { (icon(Icon::Back)) }
            }
            h1 { (title) }
        }
    }
}

/// What every form of a session carries.
pub(super) fn form_token(staff: &Staff) -> Markup {
    html! { input type="hidden" name="form_token" value=(staff.session.form_token); }
}

/// A labelled input; `attributes` are its type, mode and the like.
pub(super) fn field(name: &str, label: &str, hint: Option<&str>, input: &Markup) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            (input)
            @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } }
        }
    }
}

/// A sentence that must be seen: what went wrong in a form.
pub(super) fn alert(text: &str) -> Markup {
    html! { p.alert role="alert" data-testid="error" { (text) } }
}

/// What stands where nothing is yet.
pub(super) fn empty(shape: Icon, title: &str, text: &str) -> Markup {
    html! {
        div.empty {
            span.item-icon { (icon(shape)) }
            h2 { (title) }
            p { (text) }
        }
    }
}

/// Where an order stands, in a word and a colour.
pub(super) fn state_badge(language: Language, state: OrderState) -> Markup {
    let class = match state {
        OrderState::Settled | OrderState::Final | OrderState::Over => "good",
        OrderState::Failed | OrderState::Late => "bad",
        OrderState::Expired | OrderState::Cancelled | OrderState::Refunded => "plain",
        OrderState::Created | OrderState::Authorized | OrderState::Submitted | OrderState::Partial => "",
    };
    html! { span.badge.(class) data-testid="state" { (language.state(state)) } }
}

/// Whether an order is paid.
pub(super) const fn is_paid(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Settled | OrderState::Final | OrderState::Over | OrderState::Refunded
    )
}

/// Whether an order can still be paid or is being paid.
pub(super) const fn is_open(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Created | OrderState::Authorized | OrderState::Submitted | OrderState::Partial
    )
}

/// What is sold, line by line, then total and VAT.
pub(super) fn lines(language: Language, order: &Order) -> Markup {
    html! {
        table.lines {
            thead.visually-hidden {
                tr { th { (language.text(Key::LinesName)) } th { (language.text(Key::LinesTotal)) } }
            }
            tbody { @for line in &order.lines { (one_line(language, line)) } }
            tfoot {
                tr.total {
                    th scope="row" { (language.text(Key::LinesSum)) }
                    td.number data-testid="total" { (i18n::tenge(order.total_tiyn, language)) }
                }
                tr.quiet {
                    th scope="row" { (language.text(Key::LinesVat)) }
                    td.number data-testid="vat" { (i18n::tenge(order.vat_tiyn, language)) }
                }
            }
        }
    }
}

fn one_line(language: Language, line: &OrderLine) -> Markup {
    let vat = if line.vat_bps.get() == 0 {
        language.text(Key::LinesNoVat).to_owned()
    } else {
        language.fill(
            Key::LinesVatRate,
            &[("rate", &i18n::percent(line.vat_bps, language))],
        )
    };
    html! {
        tr {
            td {
                span.item-title { (line.name) }
                span.item-note {
                    (quantity(line, language)) " × " (i18n::tenge(line.unit_tiyn, language)) " · " (vat)
                }
            }
            td.number { (i18n::tenge(line.total_tiyn, language)) }
        }
    }
}

/// Pieces with up to three decimals.
pub(super) fn quantity(line: &OrderLine, language: Language) -> String {
    let milli = line.quantity_milli.get();
    let (whole, rest) = (milli / 1000, milli % 1000);
    if rest == 0 {
        return whole.to_string();
    }
    let mark = if language == Language::English { '.' } else { ',' };
    format!("{whole}{mark}{}", format!("{rest:03}").trim_end_matches('0'))
}

/// An order's name for people: the end of its identifier.
pub(super) fn short(id: OrderId) -> String {
    let text = id.to_string();
    let end = text.len().saturating_sub(6);
    format!("№ {}", text.get(end..).unwrap_or_default().to_uppercase())
}

/// That this is a demonstration, wherever money is spoken of.
pub(super) fn test_notice(merchant: &Merchant, visit: &Visit) -> Markup {
    let notice = merchant
        .registry
        .with(|registry| registry.notice.in_language(visit.language.code()).to_owned());
    html! { p.notice { (notice) } }
}

/// A part of a page that follows an order: `till.js` asks for it again whenever the order changes.
pub(super) fn live(id: OrderId, state: OrderState, body: &Markup) -> Markup {
    html! {
        div.stack #live data-events={ "/v1/orders/" (id) "/events" } data-state=(state_name(state)) aria-live="polite" {
            (body)
        }
    }
}
