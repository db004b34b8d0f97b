use activity::{Entry, EntryKind};
use leptos::prelude::*;

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
    pages::money::{Money, path_of_entry},
};

/// Leads to what an entry belongs to: a refund's payment, the other leg of an exchange, the deposits, the offering, top-ups
/// and cash-outs.
#[component]
pub(super) fn Belongs(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let (icon, name) = match entry.kind {
        EntryKind::Refund => (Icon::Receipt, Key::ActivityToPayment),
        EntryKind::Exchange => (Icon::Exchange, Key::ActivityToOtherLeg),
        EntryKind::Deposit => (Icon::Deposit, Key::ActivityToDeposits),
        EntryKind::Investment => (Icon::Invest, Key::ActivityToOffering),
        EntryKind::TopUp | EntryKind::CashOut => (Icon::Exchange, Key::ActivityToBank),
        EntryKind::Transfer | EntryKind::Payment | EntryKind::Call => return ().into_any(),
    };
    let href = move || {
        match entry.kind {
            EntryKind::Deposit => return Some("/deposits".to_owned()),
            EntryKind::TopUp => return Some("/bank".to_owned()),
            EntryKind::CashOut => return Some("/bank?tab=cash-out".to_owned()),
            EntryKind::Transfer
            | EntryKind::Payment
            | EntryKind::Refund
            | EntryKind::Exchange
            | EntryKind::Investment
            | EntryKind::Call => {}
        }
        let related = entry.related.as_ref()?;
        if entry.kind == EntryKind::Investment {
            return Some(format!("/invest/{related}"));
        }
        let wanted = if entry.kind == EntryKind::Refund {
            EntryKind::Payment
        } else {
            entry.kind
        };
        let is_other_side = |other: &&Entry| {
            other.kind == wanted
                && other.account == entry.account
                && other.related == entry.related
                && other.id != entry.id
        };
        money.entries.with(|entries| {
            let other = entries.iter().find(is_other_side)?;
            Some(path_of_entry(&other.id))
        })
    };
    view! {
        {move || {
            href()
                .map(|href| {
                    view! {
                        <a class="button quiet" data-testid="entry-belongs" href=href>
                            <Glyph icon />
                            {move || i18n.text(name)}
                        </a>
                    }
                })
        }}
    }
    .into_any()
}
