use activity::{Entry, EntryKind, State};
use browser::now_seconds;
use leptos::prelude::*;

use super::entry_text::{kind_key, party_name, picture, signed_amount, state_key};
use crate::{
    components::Glyph,
    i18n::{format_relative, format_tenge, use_i18n},
    pages::money::{Money, path_of_entry},
};

/// One entry as a row that leads to it.
#[component]
pub(crate) fn EntryRow(entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let (icon, tone) = picture(&entry);
    let entry = StoredValue::new(entry);
    let href = entry.with_value(|entry| path_of_entry(&entry.id));
    let name = move || entry.with_value(|entry| party_name(money, i18n, entry));
    // A contract's address says nothing; what was done with it does.
    let title = move || {
        entry.with_value(|entry| {
            name().unwrap_or_else(|| match entry.kind {
                EntryKind::Transfer => shortened(&entry.counterparty.to_string()),
                _ => i18n.text(kind_key(entry)).to_owned(),
            })
        })
    };
    let note = move || {
        entry.with_value(|entry| {
            let when = format_relative(entry.time, now_seconds(), i18n.language());
            match entry.state {
                State::Final { succeeded: true, .. } | State::Mined { succeeded: true, .. } => {
                    // Sign and picture tell a transfer's direction.
                    if entry.kind == EntryKind::Transfer || name().is_none() {
                        return when;
                    }
                    format!("{} · {when}", i18n.text(kind_key(entry)))
                }
                state => format!("{} · {when}", i18n.text(state_key(state))),
            }
        })
    };
    let amount = move || entry.with_value(|entry| signed_amount(i18n, entry));
    let worth = entry.with_value(|entry| entry.worth);
    let void = entry.with_value(|entry| entry.state.is_void());
    view! {
        <a class="item entry" href=href data-testid="entry">
            <span class=format!("item-icon {tone}")>
                <Glyph icon />
            </span>
            <span class="item-text">
                <span class="item-title">{title}</span>
                <span class="item-note">{note}</span>
            </span>
            <span class="item-end" class:void=void>
                <strong>{amount}</strong>
                {worth.map(|worth| view! { <small class="quiet">{move || format_tenge(worth, i18n.language())}</small> })}
            </span>
        </a>
    }
}

/// Both ends of an address: enough to find a row, which leads to the whole of it.
fn shortened(address: &str) -> String {
    match (address.get(..8), address.get(address.len().saturating_sub(6)..)) {
        (Some(start), Some(end)) => format!("{start}…{end}"),
        _ => address.to_owned(),
    }
}
