use deals::ExchangeState;
use key_worker::protocol::ExchangeView;
use leptos::prelude::*;

use crate::{
    components::Tone,
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::{deal_paper::DealPaper, exchange::form::Asking},
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
    let outcome = match state {
        ExchangeState::Settled => (Tone::Good, Key::ExchangeDone),
        ExchangeState::Offered | ExchangeState::Pending => (Tone::Warn, Key::ExchangePending),
        ExchangeState::Ended => (Tone::Warn, Key::ExchangeNothingMoved),
    };
    let now = browser::now_seconds();
    let rows = Signal::derive(move || {
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
    });
    view! {
        <DealPaper title=Key::ExchangePaper testid="exchange-outcome" outcome rows transaction=(transaction, "exchange-transaction")>
            <button type="button" class="button quiet" on:click=move |_| asking.set(Asking::Idle)>
                {move || i18n.text(Key::ExchangeAgain)}
            </button>
            <a class="button quiet" href="/">{move || i18n.text(Key::MissingHome)}</a>
        </DealPaper>
    }
}
