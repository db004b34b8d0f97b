use deals::SubscriptionState;
use leptos::prelude::*;
use sig::B256;

use crate::{
    components::{CopyButton, Notice, Tone},
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::invest::part::{Asking, Part, Registered},
};

/// What became of a signed subscription: a confirmation that can be printed, or what to do.
#[component]
pub(super) fn Outcome(
    part: Part,
    registered: Registered,
    state: SubscriptionState,
    transaction: Option<B256>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, sentence) = match state {
        SubscriptionState::Subscribed => (Tone::Good, Key::SubscribeDone),
        SubscriptionState::Offered | SubscriptionState::Pending => (Tone::Warn, Key::SubscribePending),
        SubscriptionState::Ended => (Tone::Warn, Key::SubscribeNothingPaid),
    };
    let now = browser::now_seconds();
    let view = registered.view;
    let rows = move || {
        let language = i18n.language();
        let amount = format_amount(view.amount, view.asset.decimals, &view.asset.symbol, language);
        vec![
            (
                Key::SubscribeUnits,
                i18n.count(Key::SubscribeUnitsCount, view.units),
            ),
            (
                Key::SubscribeTotal,
                format!("{} · {amount}", format_tenge(view.worth_tiyn, language)),
            ),
            (Key::SubscribeRegistrar, i18n.local(&view.operator.name)),
            (Key::ExchangeLicence, view.operator.licence.clone()),
            (Key::ExchangeContact, view.operator.contact.clone()),
            (Key::ExchangeTime, format_time(now, language)),
        ]
    };
    view! {
        <article class="card" data-testid="subscribe-outcome">
            <h2>{move || i18n.text(Key::SubscribePaper)}</h2>
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
                        <p class="hash" translate="no" data-testid="subscribe-transaction">{hash.to_string()}</p>
                        <CopyButton text=hash.to_string() />
                    }
                })}
            <div class="actions no-print">
                <button type="button" class="button quiet" on:click=move |_| part.asking.set(Asking::Idle)>
                    {move || i18n.text(Key::SubscribeAgain)}
                </button>
                <a class="button quiet" href="/activity">{move || i18n.text(Key::NavActivity)}</a>
            </div>
        </article>
    }
}
