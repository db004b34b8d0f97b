use std::sync::Arc;

use key_worker::protocol::{X402OfferView, X402View};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use web_sys::Url;

use crate::{
    components::{Alert, BusyText, SelectField, WalletPassword, arm_after_a_while, take_password},
    i18n::{Key, format_amount, format_duration, format_tenge, use_i18n},
    pages::x402::{
        flow::{approve, prepare},
        model::{Model, Screen},
    },
};

/// What would be paid, to whom nobody vouches for.
#[component]
pub(super) fn ReviewView(model: Model, payment: Arc<X402View>) -> impl IntoView {
    let i18n = use_i18n();
    let password = NodeRef::<Input>::new();
    let armed = arm_after_a_while();
    let waits = move || model.busy.get().is_some() || !armed.get();
    let on_submit = {
        let payment = payment.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if waits() {
                return;
            }
            let Some(input) = password.get() else { return };
            spawn_local(approve(model, payment.clone(), take_password(&input)));
        }
    };
    let Some(offer) = payment.offers.get(payment.chosen).cloned() else {
        return ().into_any();
    };
    let address = model.address.get_untracked();
    let host = Url::new(address.trim()).map_or(address, |url| url.host());
    let (amount, asset) = (offer.amount, offer.asset.clone());
    view! {
        <div class="columns">
            <section class="card">
                <div class="alert" role="note" data-testid="x402-unverified">
                    <div>
                        <h2>{move || i18n.text(Key::X402Unverified)}</h2>
                        <p>{let host = host.clone(); move || i18n.fill(Key::X402UnverifiedText, &[("host", &host)])}</p>
                    </div>
                </div>
                <Facts payment=payment.clone() offer host />
                {move || model.known.get().then(|| view! { <p class="quiet">{move || i18n.text(Key::X402Known)}</p> })}
            </section>
            <form class="card" on:submit=on_submit>
                <Choice model payment />
                <WalletPassword node=password id="x402-password" />
                {move || {
                    model.trouble.get().map(|trouble| {
                        view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }
                    })
                }}
                {move || {
                    model.busy.get().map(|step| {
                        view! { <BusyText text=Signal::derive(move || i18n.text(step).to_owned()) /> }
                    })
                }}
                <button type="submit" class="button" data-testid="x402-submit" disabled=waits>
                    {move || {
                        let amount = format_amount(amount, asset.decimals, &asset.symbol, i18n.language());
                        i18n.fill(Key::PaySubmit, &[("amount", &amount)])
                    }}
                </button>
            </form>
        </div>
    }
    .into_any()
}

#[component]
fn Facts(payment: Arc<X402View>, offer: X402OfferView, host: String) -> impl IntoView {
    let i18n = use_i18n();
    let X402OfferView {
        asset,
        amount,
        pay_to,
        worth,
        rate_source,
        seconds,
        ..
    } = offer;
    let worth = move || {
        let worth = format_tenge(worth, i18n.language());
        i18n.fill(Key::X402Worth, &[("amount", &worth), ("source", &rate_source)])
    };
    view! {
        <dl class="facts">
            <dt>{move || i18n.text(Key::X402Host)}</dt>
            <dd data-testid="x402-host" translate="no">{host}</dd>
            {payment.description.clone().map(|text| {
                view! {
                    <dt>{move || i18n.text(Key::X402Says)}</dt>
                    <dd>{text}</dd>
                }
            })}
            <dt>{move || i18n.text(Key::X402Amount)}</dt>
            <dd>
                <strong data-testid="x402-amount">
                    {move || format_amount(amount, asset.decimals, &asset.symbol, i18n.language())}
                </strong>
                <br />
                <small data-testid="x402-worth">{worth}</small>
            </dd>
            <dt>{move || i18n.text(Key::X402PayTo)}</dt>
            <dd class="hash" data-testid="x402-pay-to" translate="no">{pay_to.to_string()}</dd>
            <dt>{move || i18n.text(Key::X402From)}</dt>
            <dd class="hash" translate="no">{payment.payer.to_string()}</dd>
            <dt>{move || i18n.text(Key::PayNetwork)}</dt>
            <dd>{move || i18n.text(Key::X402NetworkValue)}</dd>
            <dt>{move || i18n.text(Key::X402Valid)}</dt>
            <dd>{move || format_duration(seconds)}</dd>
        </dl>
    }
}

/// Which asset, when there are several.
#[component]
fn Choice(model: Model, payment: Arc<X402View>) -> impl IntoView {
    let i18n = use_i18n();
    if payment.offers.len() < 2 {
        return ().into_any();
    }
    let shown = payment
        .offers
        .get(payment.chosen)
        .map(|offer| offer.accept_index.to_string());
    let chosen = RwSignal::new(shown.unwrap_or_default());
    Effect::new(move |before: Option<String>| {
        let now = chosen.get();
        if let (true, Ok(choice)) = (before.is_some_and(|before| before != now), now.parse()) {
            choose(model, choice);
        }
        now
    });
    let options = Signal::derive(move || {
        let option = |offer: &X402OfferView| {
            let (asset, language) = (&offer.asset, i18n.language());
            let amount = format_amount(offer.amount, asset.decimals, &asset.symbol, language);
            (
                offer.accept_index.to_string(),
                format!("{} · {amount}", i18n.local(&asset.name)),
            )
        };
        payment.offers.iter().map(option).collect::<Vec<_>>()
    });
    view! {
        <SelectField
            id="x402-asset"
            label=Signal::derive(move || i18n.text(Key::PayWith).to_owned())
            value=chosen
            options
        />
    }
    .into_any()
}

/// Shows another way to pay.
fn choose(model: Model, accept_index: usize) {
    // Nothing can be approved meanwhile.
    model.busy.set(Some(Key::X402Loading));
    spawn_local(async move {
        model.trouble.set(None);
        match prepare(model, Some(accept_index)).await {
            Ok(view) => model.screen.set(Screen::Review(Arc::new(view))),
            Err(trouble) => model.screen.set(Screen::Trouble(trouble)),
        }
        model.busy.set(None);
    });
}
