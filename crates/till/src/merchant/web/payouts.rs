//! What the operator owes the shop and what it paid, as the operator's books say.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    visit::Staff,
};
use crate::{
    ApiError,
    i18n::{self, Day, Key},
    merchant::{Merchant, Scope, ask_statement::ask_statement},
    operator::{DayStatement, MerchantStatement, Payout},
};

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Reports)?;
    let visit = &staff.visit;
    let statement = ask_statement(&merchant).await;
    let body = html! {
        (parts::head(visit, None, visit.text(Key::PayoutsTitle)))
        p.quiet { (visit.text(Key::PayoutsText)) }
        @match &statement {
            Err(error) => {
                (parts::alert(visit.text(Key::ErrorOperatorText)))
                p.hint { (error.to_string()) }
            },
            Ok(statement) => (books(&staff, statement)),
        }
        (parts::test_notice(&merchant, visit))
    };
    Ok(layout::page(
        &merchant,
        visit,
        visit.text(Key::PayoutsTitle),
        Audience::Staff(&staff),
        &body,
    ))
}

fn books(staff: &Staff, statement: &MerchantStatement) -> Markup {
    let visit = &staff.visit;
    html! {
        section.card {
            p.quiet { (visit.text(Key::PayoutsOwed)) }
            span.amount data-testid="owed" { (i18n::signed_tenge(statement.balance_tiyn, visit.language)) }
        }
        section.card {
            h2 { (visit.text(Key::PayoutsList)) }
            @if statement.payouts.is_empty() { (parts::empty(Icon::Payouts, visit.text(Key::PayoutsEmpty), visit.text(Key::PayoutsEmptyText))) }
            @else { ul.rows { @for payout in &statement.payouts { li { (row(staff, payout)) } } } }
        }
        @if !statement.days.is_empty() {
            section.card {
                h2 { (visit.text(Key::PayoutsDays)) }
                (table(staff, &statement.days))
            }
        }
    }
}

fn row(staff: &Staff, payout: &Payout) -> Markup {
    let visit = &staff.visit;
    let (class, shape, state) = match payout.state.as_str() {
        "paid" => ("good", Icon::Check, Key::PayoutsPaid),
        "failed" => ("bad", Icon::Close, Key::PayoutsFailed),
        _ => ("gold", Icon::Clock, Key::PayoutsOpen),
    };
    html! {
        div.item {
            span.item-icon.(class) { (icon(shape)) }
            span.item-text {
                span.item-title { (visit.text(state)) }
                span.item-note {
                    (i18n::time(payout.created_at, visit.language))
                    @if let Some(reference) = &payout.reference { " · " (reference) }
                }
            }
            strong.item-end { (i18n::tenge(payout.tiyn, visit.language)) }
        }
    }
}

fn table(staff: &Staff, days: &[DayStatement]) -> Markup {
    let language = staff.visit.language;
    let columns = |day: &DayStatement| {
        [
            (Key::PayoutsOpening, day.opening_tiyn),
            (Key::PayoutsCredits, day.credits_tiyn),
            (Key::StatementRefunds, day.refunds_tiyn),
            (Key::PayoutsWithdrawn, day.withdrawn_tiyn),
            (Key::PayoutsTitle, day.payouts_tiyn),
            (Key::PayoutsClosing, day.closing_tiyn),
        ]
    };
    html! {
        table.books {
            thead { tr {
                th scope="col" { (language.text(Key::StatementDay)) }
                @if let Some(day) = days.first() { @for (name, _) in columns(day) { th scope="col" { (language.text(name)) } } }
            } }
            tbody { @for day in days.iter().rev() {
                tr {
                    th scope="row" { (Day::new(day.day).show(language)) }
                    @for (name, tiyn) in columns(day) { td data-name=(language.text(name)) { (i18n::signed_tenge(tiyn, language)) } }
                }
            } }
        }
    }
}
