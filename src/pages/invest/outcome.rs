use deals::SubscriptionState;
use leptos::prelude::*;
use sig::B256;

use crate::{
    components::Tone,
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::{
        deal_paper::DealPaper,
        invest::part::{Asking, Part, Registered},
    },
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
    let outcome = match state {
        SubscriptionState::Subscribed => (Tone::Good, Key::SubscribeDone),
        SubscriptionState::Offered | SubscriptionState::Pending => (Tone::Warn, Key::SubscribePending),
        SubscriptionState::Ended => (Tone::Warn, Key::SubscribeNothingPaid),
    };
    let now = browser::now_seconds();
    let view = registered.view;
    let rows = Signal::derive(move || {
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
    });
    view! {
        <DealPaper title=Key::SubscribePaper testid="subscribe-outcome" outcome rows transaction=(transaction, "subscribe-transaction")>
            <button type="button" class="button quiet" on:click=move |_| part.asking.set(Asking::Idle)>
                {move || i18n.text(Key::SubscribeAgain)}
            </button>
            <a class="button quiet" href="/activity">{move || i18n.text(Key::NavActivity)}</a>
        </DealPaper>
    }
}
