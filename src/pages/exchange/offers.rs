use deals::{ExchangeState, SignedExchangeOffer};
use key_worker::protocol::{ExchangeView, Request, Response, SignPreparedRequest, SignedView};
use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, Empty, FactRows, Icon, focus_when_here},
    i18n::{Key, format_amount, format_duration, format_percent, format_tenge, format_time, use_i18n},
    pages::{
        countdown::remaining,
        exchange::{form::Asking, outcome::Outcome, sentences::refusal_text},
        identification::IdentifyLink,
        money::Money,
        wallet::{Wallet, WalletTrouble},
    },
    services::{OperatorError, accept_exchange, ask_until},
};

/// What an operator answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answered {
    /// A firm offer that was verified.
    Offered {
        /// The operator's till.
        url: String,
        /// As it was signed.
        offer: SignedExchangeOffer,
        /// What it says.
        view: Box<ExchangeView>,
    },
    /// It does not exchange this now.
    Refused {
        /// The operator's till.
        url: String,
        /// Why.
        error: OperatorError,
    },
    /// Its offer does not hold.
    Unsound {
        /// Why.
        trouble: WalletTrouble,
    },
}

/// What an acceptance is doing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Accepting {
    Idle,
    Busy,
    Done(ExchangeState, Option<sig::B256>),
    Failed(String),
}

/// Operators side by side, the one that gives most first.
#[component]
pub(super) fn Offers(answers: Vec<Answered>, asking: RwSignal<Asking>) -> impl IntoView {
    let i18n = use_i18n();
    let mut offers = Vec::new();
    let mut refusals = Vec::new();
    for answer in answers {
        match answer {
            Answered::Offered { url, offer, view } => offers.push((url, offer, *view)),
            other => refusals.push(other),
        }
    }
    offers.sort_by_key(|(_, _, view)| std::cmp::Reverse(view.buy_amount));
    let none = offers.is_empty();
    let cards = offers
        .into_iter()
        .map(|(url, offer, view)| view! { <Offer url offer view asking /> });
    let refused = refusals.into_iter().map(move |refusal| {
        let identify = refusal.wants_identification();
        view! {
            <div class="stack">
                <Alert text=Signal::derive(move || refusal.text(i18n).unwrap_or_default()) />
                {identify.map(|url| view! { <IdentifyLink url back="exchange" /> })}
            </div>
        }
    });
    let here = NodeRef::<html::Div>::new();
    focus_when_here(here);
    view! {
        <div class="stack" role="group" tabindex="-1" aria-label=move || i18n.text(Key::ExchangeAsk) node_ref=here>
        {none
            .then(|| {
                view! {
                    <Empty
                        icon=Icon::Exchange
                        title=Signal::derive(move || i18n.text(Key::ExchangeNone).to_owned())
                        text=Signal::derive(move || i18n.text(Key::ExchangeNoneText).to_owned())
                    />
                }
            })}
        {cards.collect_view()}
        {refused.collect_view()}
        </div>
    }
}

#[component]
fn Offer(
    url: String,
    offer: SignedExchangeOffer,
    view: ExchangeView,
    asking: RwSignal<Asking>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let wallet = money.wallet;
    let accepting = RwSignal::new(Accepting::Idle);
    let left = remaining(view.expires_at);
    let shown = StoredValue::new(view);
    let given = move || {
        shown.with_value(|view| {
            format_amount(
                view.sell_amount,
                view.sell.decimals,
                &view.sell.symbol,
                i18n.language(),
            )
        })
    };
    let got = move || {
        shown.with_value(|view| {
            format_amount(
                view.buy_amount,
                view.buy.decimals,
                &view.buy.symbol,
                i18n.language(),
            )
        })
    };
    let accept = move |_| {
        accepting.set(Accepting::Busy);
        let (url, offer) = (url.clone(), offer.clone());
        let handle = shown.with_value(|view| view.handle);
        spawn_local(async move {
            let state = match carry_out(wallet, handle, &url, &offer).await {
                Ok((state, transaction)) => Accepting::Done(state, transaction),
                Err(Failed::Wallet(trouble)) => Accepting::Failed(trouble.text(i18n)),
                Err(Failed::Operator(error)) => Accepting::Failed(refusal_text(i18n, &error)),
            };
            let moved = matches!(state, Accepting::Done(..));
            let _ = accepting.try_set(state);
            if moved {
                money.refresh().await;
            }
        });
    };
    let facts = Signal::derive(move || {
        shown.with_value(|view| {
            let language = i18n.language();
            vec![
                (Key::ExchangeWorth, format_tenge(view.worth_tiyn, language)),
                (
                    Key::ExchangeFee,
                    format!(
                        "{} · {}",
                        format_tenge(view.fee_tiyn, language),
                        format_percent(view.fee_bps, language)
                    ),
                ),
                (
                    Key::ExchangeRate,
                    format!(
                        "1 {} = {}",
                        view.sell.symbol,
                        format_tenge(view.sell_tiyn_per_unit, language)
                    ),
                ),
                (
                    Key::ExchangeRate,
                    format!(
                        "1 {} = {}",
                        view.buy.symbol,
                        format_tenge(view.buy_tiyn_per_unit, language)
                    ),
                ),
                (
                    Key::ExchangeSource,
                    format!("{} · {}", view.rate_source, format_time(view.rate_time, language)),
                ),
                (Key::ExchangeLicence, view.operator.licence.clone()),
                (Key::ExchangeBin, view.operator.bin.to_string()),
            ]
        })
    });
    move || match accepting.get() {
        Accepting::Done(state, transaction) => {
            let view = shown.get_value();
            view! { <Outcome view state transaction asking /> }.into_any()
        }
        state => {
            let accept = accept.clone();
            let busy = state == Accepting::Busy;
            view! {
                <article class="card" data-testid="exchange-offer">
                    <h2>{move || shown.with_value(|view| i18n.local(&view.operator.name))}</h2>
                    <p class="quiet">{move || i18n.fill(Key::ExchangeYouGive, &[("amount", &given())])}</p>
                    <p class="amount" data-testid="exchange-got">{got}</p>
                    <dl class="facts">
                        <FactRows rows=facts />
                        <dt>{move || i18n.text(Key::ExchangeHolds)}</dt>
                        <dd>{move || format_duration(left.get())}</dd>
                    </dl>
                    {match state {
                        Accepting::Failed(text) => Some(view! { <Alert follow=true text=Signal::stored(text) /> }),
                        _ => None,
                    }}
                    {busy
                        .then(|| {
                            view! { <BusyText text=Signal::derive(move || i18n.text(Key::ExchangeBusy).to_owned()) /> }
                        })}
                    <button
                        type="button"
                        class="button"
                        data-testid="exchange-accept"
                        disabled=move || busy || left.get() == 0
                        on:click=accept
                    >
                        {move || i18n.text(if left.get() == 0 { Key::ExchangeEnded } else { Key::ExchangeAccept })}
                    </button>
                    <p class="hint">{move || i18n.text(Key::ExchangeAtomic)}</p>
                </article>
            }
                .into_any()
        }
    }
}

enum Failed {
    Wallet(WalletTrouble),
    Operator(OperatorError),
}

/// Signs the resident's leg and hands it to the operator. An answer that is lost is asked for again with the same signature.
async fn carry_out(
    wallet: Wallet,
    handle: u32,
    url: &str,
    offer: &SignedExchangeOffer,
) -> Result<(ExchangeState, Option<sig::B256>), Failed> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Message { signature }) =
        wallet.ask(&request).await.map_err(Failed::Wallet)?
    else {
        return Err(Failed::Operator(OperatorError::Unreachable));
    };
    let answer = ask_until(
        || accept_exchange(url, offer, signature),
        |answer| match answer {
            Ok(answer) => answer.state != ExchangeState::Pending,
            Err(error) => *error != OperatorError::Unreachable,
        },
    );
    match answer.await {
        Ok(answer) if answer.state != ExchangeState::Pending => Ok((answer.state, answer.transaction)),
        // It may be on its way: the chain decides, and activity will show it.
        Ok(_) | Err(OperatorError::Unreachable) => Ok((ExchangeState::Pending, None)),
        Err(error) => Err(Failed::Operator(error)),
    }
}
