use deals::{SignedSubscription, SubscriptionState};
use key_worker::protocol::{Request, Response, SignPreparedRequest, SignedView};
use leptos::{html::H2, prelude::*, task::spawn_local};
use sig::B256;

use crate::{
    components::{Alert, BusyText, FactRows, focus_when_here},
    i18n::{Key, format_amount, format_duration, format_tenge, use_i18n},
    pages::{
        countdown::remaining,
        invest::{
            part::{Asking, Part, Registered},
            sentences::{Failed, failed_text},
        },
        wallet::Wallet,
    },
    services::{KeyError, RegistrarError, accept_subscription, ask_until},
};

/// What the acceptance is doing.
#[derive(Debug, Clone, PartialEq)]
enum Accepting {
    Idle,
    Busy,
    Failed(String),
}

/// What is about to be signed, and the button that signs it.
#[component]
pub(super) fn Review(part: Part, registered: Registered) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let accepting = RwSignal::new(Accepting::Idle);
    let left = remaining(registered.view.expires_at);
    let heading = NodeRef::<H2>::new();
    focus_when_here(heading);
    let shown = StoredValue::new(registered);
    let busy = move || accepting.with(|accepting| *accepting == Accepting::Busy);
    let facts = Signal::derive(move || {
        shown.with_value(|Registered { view, .. }| {
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
                (
                    Key::SubscribeRegistrar,
                    format!("{} · {}", i18n.local(&view.operator.name), view.operator.licence),
                ),
            ]
        })
    });
    let accept = move |_| {
        let Registered { signed, view } = shown.get_value();
        accepting.set(Accepting::Busy);
        spawn_local(async move {
            let url = view.operator.url.clone();
            match carry_out(wallet, view.handle, &url, &signed).await {
                Ok((state, transaction)) => {
                    let registered = Box::new(Registered { signed, view });
                    let _ = part.asking.try_set(Asking::Done(registered, state, transaction));
                    part.refresh();
                }
                Err(failed) => {
                    let _ = accepting.try_set(Accepting::Failed(failed_text(i18n, &failed)));
                }
            }
        });
    };
    let (document, contract) = shown.with_value(|shown| {
        (
            shown.view.documents_hash.to_string(),
            shown.view.contract.to_string(),
        )
    });
    view! {
        <article class="card" data-testid="subscribe-review">
            <h2 node_ref=heading tabindex="-1">{move || i18n.text(Key::SubscribeReview)}</h2>
            <dl class="facts">
                <FactRows rows=facts />
                <dt>{move || i18n.text(Key::SubscribeDocument)}</dt>
                <dd class="hash" translate="no">{document}</dd>
                <dt>{move || i18n.text(Key::SubscribeContract)}</dt>
                <dd class="hash" translate="no">{contract}</dd>
                <dt>{move || i18n.text(Key::ExchangeHolds)}</dt>
                <dd class="number">{move || format_duration(left.get())}</dd>
            </dl>
            {move || match accepting.get() {
                Accepting::Failed(text) => Some(view! { <Alert text=Signal::stored(text) /> }),
                Accepting::Idle | Accepting::Busy => None,
            }}
            {move || {
                busy()
                    .then(|| {
                        view! { <BusyText text=Signal::derive(move || i18n.text(Key::SubscribeBusy).to_owned()) /> }
                    })
            }}
            <div class="actions">
                <button
                    type="button"
                    class="button quiet"
                    disabled=busy
                    on:click=move |_| {
                        part.asking.set(Asking::Idle);
                        part.refresh();
                    }
                >
                    {move || i18n.text(Key::ActionBack)}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="subscribe-accept"
                    disabled=move || busy() || left.get() == 0
                    on:click=accept
                >
                    {move || i18n.text(if left.get() == 0 { Key::SubscribeEnded } else { Key::SubscribeAccept })}
                </button>
            </div>
            <p class="hint">{move || i18n.text(Key::SubscribeAtomic)}</p>
        </article>
    }
}

/// Signs the payment and hands it to the registrar. An answer that is lost is asked for again with the same signature.
async fn carry_out(
    wallet: Wallet,
    handle: u32,
    url: &str,
    signed: &SignedSubscription,
) -> Result<(SubscriptionState, Option<B256>), Failed> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Message { signature }) =
        wallet.ask(&request).await.map_err(Failed::Wallet)?
    else {
        return Err(Failed::Wallet(KeyError::Worker.into()));
    };
    let answer = ask_until(
        || accept_subscription(url, signed, signature),
        |answer| match answer {
            Ok(answer) => answer.state != SubscriptionState::Pending,
            Err(error) => *error != RegistrarError::Unreachable,
        },
    );
    match answer.await {
        Ok(answer) if answer.state != SubscriptionState::Pending => Ok((answer.state, answer.transaction)),
        // It may be on its way: the chain decides, and activity will show it.
        Ok(_) | Err(RegistrarError::Unreachable) => Ok((SubscriptionState::Pending, None)),
        Err(error) => Err(Failed::Registrar(error)),
    }
}
