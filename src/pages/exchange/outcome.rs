use deals::ExchangeState;
use key_worker::protocol::ExchangeView;
use leptos::prelude::*;

use crate::{
    components::{CopyButton, Notice, Tone},
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::exchange::form::Asking,
};

/// What became of an accepted offer: a confirmation that can be printed, or what to do.
#[component]
pub(super) fn Outcome(
    view: ExchangeView,
    state: ExchangeState,
    transaction: Option<sig::B256>,
    asking: RwSignal<Asking>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, sentence) = match state {
        ExchangeState::Settled => (Tone::Good, Key::ExchangeDone),
        ExchangeState::Offered | ExchangeState::Pending => (Tone::Warn, Key::ExchangePending),
        ExchangeState::Ended => (Tone::Warn, Key::ExchangeNothingMoved),
    };
    let now = browser::now_seconds();
    let rows = move || {
        let language = i18n.language();
        vec![
            (
                Key::ExchangeGave,
                format_amount(view.sell_amount, view.sell.decimals, &view.sell.symbol, language),
            ),
            (
                Key::ExchangeGot,
                format_amount(view.buy_amount, view.buy.decimals, &view.buy.symbol, language),
            ),
            (Key::ExchangeWorth, format_tenge(view.worth_tiyn, language)),
            (Key::ExchangeFee, format_tenge(view.fee_tiyn, language)),
            (Key::ExchangeOperator, i18n.local(&view.operator.name)),
            (Key::ExchangeLicence, view.operator.licence.clone()),
            (Key::ExchangeContact, view.operator.contact.clone()),
            (Key::ExchangeTime, format_time(now, language)),
        ]
    };
    view! {
        <article class="card" data-testid="exchange-outcome">
            <h2>{move || i18n.text(Key::ExchangePaper)}</h2>
            <div role="status">
                <Notice tone text=Signal::derive(move || i18n.text(sentence).to_owned()) />
            </div>
            <dl class="facts">
                {move || {
                    rows()
                        .into_iter()
                        .map(|(name, value)| {
                            view! {
                                <dt>{i18n.text(name)}</dt>
                                <dd>{value}</dd>
                            }
                        })
                        .collect_view()
                }}
            </dl>
            {transaction
                .map(|hash| {
                    view! {
                        <p class="quiet">{move || i18n.text(Key::ExchangeTransaction)}</p>
                        <p class="hash" translate="no" data-testid="exchange-transaction">{hash.to_string()}</p>
                        <CopyButton text=hash.to_string() />
                    }
                })}
            <div class="actions no-print">
                <button type="button" class="button quiet" on:click=move |_| asking.set(Asking::Idle)>
                    {move || i18n.text(Key::ExchangeAgain)}
                </button>
                <a class="button quiet" href="/">{move || i18n.text(Key::MissingHome)}</a>
            </div>
        </article>
    }
}
