use leptos::prelude::*;
use sig::B256;

use crate::{
    components::{CopyButton, FactRows, Notice, Tone},
    i18n::{Key, use_i18n},
};

/// What became of a deal with an operator: a confirmation that can be printed, or what to do.
#[component]
pub(crate) fn DealPaper(
    title: Key,
    testid: &'static str,
    /// What became of it, and how good that is.
    outcome: (Tone, Key),
    /// A notice below it.
    #[prop(optional)]
    note: Option<Key>,
    #[prop(into)] rows: Signal<Vec<(Key, String)>>,
    /// The transaction, once there is one, and its `data-testid`.
    transaction: (Option<B256>, &'static str),
    /// What can be done next.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, sentence) = outcome;
    let (hash, hash_testid) = transaction;
    view! {
        <article class="card" data-testid=testid>
            <h2>{move || i18n.text(title)}</h2>
            <div role="status">
                <Notice tone text=Signal::derive(move || i18n.text(sentence).to_owned()) />
            </div>
            {note.map(|note| view! { <Notice text=Signal::derive(move || i18n.text(note).to_owned()) /> })}
            <dl class="facts">
                <FactRows rows />
            </dl>
            {hash
                .map(|hash| {
                    view! {
                        <p class="quiet">{move || i18n.text(Key::ExchangeTransaction)}</p>
                        <p class="hash" translate="no" data-testid=hash_testid>{hash.to_string()}</p>
                        <CopyButton text=hash.to_string() />
                    }
                })}
            <div class="actions no-print">{children()}</div>
        </article>
    }
}
