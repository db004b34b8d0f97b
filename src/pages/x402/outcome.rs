use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use web_sys::Url;

use crate::{
    components::{Notice, Tone},
    i18n::{Key, format_amount, use_i18n},
    pages::x402::{
        flow::load,
        model::{Model, Paid},
    },
    services::save_bytes,
};

/// What was paid, and what the server gave for it.
#[component]
pub(super) fn OutcomeView(model: Model, paid: Arc<Paid>) -> impl IntoView {
    let i18n = use_i18n();
    let Paid {
        proof,
        offer,
        content,
    } = (*paid).clone();
    let transaction = proof.map(|proof| proof.transaction.to_string());
    let shown = transaction.clone();
    let block = proof.map(|proof| proof.block_number.to_string());
    let (tone, said) = match (&block, &content) {
        (Some(_), Some(_)) => (Tone::Good, Key::X402Proven),
        (Some(_), None) => (Tone::Warn, Key::X402NothingGiven),
        (None, _) => (Tone::Warn, Key::X402Unproven),
    };
    let file = file_name(&model.address.get_untracked());
    view! {
        <section class="card" data-testid="x402-paid" data-transaction=transaction>
            <div role="status">
                <h2>{move || i18n.text(Key::ReceiptTitle)}</h2>
            </div>
            {offer.map(|offer| {
                view! {
                    <p class="amount">
                        {move || {
                            format_amount(offer.amount, offer.asset.decimals, &offer.asset.symbol, i18n.language())
                        }}
                    </p>
                }
            })}
            <Notice text=Signal::derive(move || i18n.text(said).to_owned()) tone />
            {shown.zip(block).map(|(transaction, block)| {
                view! {
                    <dl class="facts">
                        <dt>{move || i18n.text(Key::ReceiptTransaction)}</dt>
                        <dd class="hash" translate="no">{transaction}</dd>
                        <dt>{move || i18n.text(Key::ReceiptBlock)}</dt>
                        <dd>{block}</dd>
                    </dl>
                }
            })}
            <p class="quiet">{move || i18n.text(Key::X402NoReceipt)}</p>
        </section>
        {content.map(|content| {
            let bytes = content.bytes;
            view! {
                <section class="card">
                    <h2>{move || i18n.text(Key::X402Given)}</h2>
                    {content.text.map(|text| view! { <pre class="given" data-testid="x402-given" tabindex="0">{text}</pre> })}
                    <button type="button" class="button quiet" on:click=move |_| save_bytes(&file, &bytes)>
                        {move || i18n.text(Key::X402Save)}
                    </button>
                </section>
            }
        })}
        <button type="button" class="button quiet" on:click=move |_| spawn_local(load(model))>
            {move || i18n.text(Key::X402AskAgain)}
        </button>
    }
}

/// The last part of the address, as a name that every system takes.
fn file_name(address: &str) -> String {
    let path = Url::new(address.trim()).map_or_else(|_| String::new(), |url| url.pathname());
    let last = path.rsplit('/').next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(60)
        .collect();
    match name.trim_matches('.') {
        "" => "answer".into(),
        name => name.into(),
    }
}
