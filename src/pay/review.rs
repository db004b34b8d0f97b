use std::sync::Arc;

use browser::now_seconds;
use gloo_timers::callback::Interval;
use key_worker::protocol::{AccountView, OfferView, PaymentView};
use leptos::{prelude::*, task::spawn_local};
use units::AssetAmount;

use crate::{
    components::{Alert, arm_after_a_while},
    i18n::{Key, format_amount, format_duration, use_i18n},
    pay::{
        approve_form::ApproveForm,
        details::OfferDetails,
        load::{clear_payer, load, prepare},
        model::{Model, Screen},
        order::{Lines, Payee, PayeeNote},
        other_device::OtherDevice,
        travel_rule::TravelRule,
    },
};

/// A verified order: who, what, how much in tenge, then how it is paid.
#[component]
pub(crate) fn ReviewView(model: Model, payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let armed = arm_after_a_while();
    let travel_rule = TravelRule::of(&payment);
    let busy = move || model.busy.get().is_some();
    let Payer {
        cleared,
        balance,
        left,
    } = watch_payer(model, payment.clone());
    let lacks = {
        let needed = payment.offers.get(payment.chosen).map(|offer| offer.amount);
        move || {
            balance
                .get()
                .zip(needed)
                .is_some_and(|(balance, needed)| balance < needed)
        }
    };
    let waits = move || busy() || !armed.get() || !cleared.get() || lacks() || left.get() == 0;
    let offer = payment.offers.get(payment.chosen).cloned();
    let notice = payment.registry.notice.clone();
    view! {
        <section class="card">
            <Payee payment=payment.clone() />
            <PayeeNote model origin=payment.origin.clone() />
            <Lines payment=payment.clone() />
            <AccountChoice model />
            <AssetChoice model payment=payment.clone() />
            {offer.map(|offer| view! { <Balance offer=offer.clone() balance /><Expiry model left /><OfferDetails offer /> })}
            <p class="notice">{move || i18n.local(&notice)}</p>
        </section>
        <ApproveForm model payment travel_rule waits=Signal::derive(waits) />
        <OtherDevice model />
    }
}

/// What is known of the payer while an order is on screen.
#[derive(Clone, Copy)]
struct Payer {
    /// Nothing is known that would make tokens refuse the payer's signature.
    cleared: RwSignal<bool>,
    /// How much of the chosen asset there is.
    balance: RwSignal<Option<AssetAmount>>,
    /// Seconds for which the price holds.
    left: RwSignal<u64>,
}

fn watch_payer(model: Model, payment: Arc<PaymentView>) -> Payer {
    let (cleared, balance) = (RwSignal::new(false), RwSignal::new(None));
    let expires_at = payment
        .offers
        .get(payment.chosen)
        .map_or(0, |offer| offer.expires_at);
    let left = RwSignal::new(expires_at.saturating_sub(now_seconds()));
    let ticking = Interval::new(1000, move || {
        let _ = left.try_set(expires_at.saturating_sub(now_seconds()));
    });
    let ticking = StoredValue::new_local(Some(ticking));
    on_cleanup(move || {
        ticking.try_update_value(|interval| drop(interval.take()));
    });
    spawn_local(async move {
        match clear_payer(&payment).await {
            // The order may have left the screen meanwhile; then nobody waits.
            Ok(known) => {
                let _ = balance.try_set(known);
                let _ = cleared.try_set(true);
            }
            Err(trouble) if cleared.try_get_untracked().is_some() => {
                model.screen.set(Screen::Trouble(trouble))
            }
            Err(_) => {}
        }
    });
    Payer {
        cleared,
        balance,
        left,
    }
}

/// How much there is; when it is too little, what to do.
#[component]
fn Balance(offer: OfferView, balance: RwSignal<Option<AssetAmount>>) -> impl IntoView {
    let i18n = use_i18n();
    let OfferView { amount, asset, .. } = offer;
    move || {
        let balance = balance.get()?;
        let show = |amount| format_amount(amount, asset.decimals, &asset.symbol, i18n.language());
        let (have, needed) = (show(balance), show(amount));
        Some(if balance < amount {
            let said = i18n.fill(Key::PayInsufficient, &[("balance", &have), ("amount", &needed)]);
            view! {
                <Alert text=Signal::stored(said) />
                <a class="button quiet" href="/?pay" target="_blank" rel="noopener" data-testid="top-up">
                    {i18n.text(Key::PayTopUp)}
                </a>
            }
            .into_any()
        } else {
            view! { <p class="quiet" data-testid="balance">{i18n.fill(Key::PayHave, &[("balance", &have)])}</p> }
                .into_any()
        })
    }
}

/// Which account pays, when there are several.
#[component]
fn AccountChoice(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    let session = model.session.get_value()?;
    if session.accounts.len() < 2 {
        return None;
    }
    let chosen = session.account;
    let choose = move |event| {
        let (Some(mut session), Ok(account)) =
            (model.session.get_value(), event_target_value(&event).parse())
        else {
            return;
        };
        session.account = account;
        model.session.set_value(Some(session));
        spawn_local(load(model));
    };
    let option = |account: &AccountView| {
        let address = account.address.to_string();
        let (start, end) = (
            address.get(..6).unwrap_or_default(),
            address.get(38..).unwrap_or_default(),
        );
        let name = account.name.clone().unwrap_or_default();
        view! {
            <option value=account.number.to_string() selected=account.number == chosen>
                {format!("{name} {start}…{end}")}
            </option>
        }
    };
    Some(view! {
        <div class="field">
            <label for="pay-account">{move || i18n.text(Key::PayAccount)}</label>
            <select id="pay-account" data-testid="pay-account" disabled=move || model.busy.get().is_some() on:change=choose>
                {session.accounts.iter().map(option).collect_view()}
            </select>
        </div>
    })
}

#[component]
fn AssetChoice(model: Model, payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = payment.chosen;
    let shown = payment.clone();
    let choose = move |accept_index: usize| {
        let Some(session) = model.session.get_value() else {
            return;
        };
        let shown = shown.clone();
        // Nothing can be approved while another asset is being prepared.
        model.busy.set(Some(Key::PayLoading));
        spawn_local(async move {
            model.trouble.set(None);
            match prepare(&session, Some(accept_index)).await {
                Ok(view) => model.screen.set(Screen::Review(Arc::new(view))),
                Err(trouble) => {
                    // Back to the asset that would really be paid.
                    model.screen.set(Screen::Review(shown));
                    model.trouble.set(Some(trouble));
                }
            }
            model.busy.set(None);
        });
    };
    let option = |(position, offer): (usize, OfferView)| {
        let OfferView {
            accept_index,
            asset,
            amount,
            ..
        } = offer;
        let test_id = format!("asset-{}", asset.symbol);
        let name = asset.name.clone();
        view! {
            <label class="asset" data-testid=test_id>
                <input
                    type="radio"
                    name="asset"
                    checked=position == chosen
                    disabled=move || model.busy.get().is_some()
                    on:change={
                        let choose = choose.clone();
                        move |_| choose(accept_index)
                    }
                />
                <span>{move || i18n.local(&name)}</span>
                <strong data-testid=(position == chosen).then_some("asset-amount")>
                    {move || format_amount(amount, asset.decimals, &asset.symbol, i18n.language())}
                </strong>
            </label>
        }
    };
    view! {
        <fieldset class="assets">
            <legend>{move || i18n.text(Key::PayWith)}</legend>
            {payment.offers.clone().into_iter().enumerate().map(option).collect_view()}
        </fieldset>
    }
}

/// Counts down while the price holds; afterwards offers to ask for another one, which is never taken silently.
#[component]
fn Expiry(model: Model, left: RwSignal<u64>) -> impl IntoView {
    let i18n = use_i18n();
    let over = Memo::new(move |_| left.get() == 0);
    move || {
        if over.get() {
            view! {
                <Alert text=Signal::derive(move || i18n.text(Key::ErrorQuoteExpired).to_owned()) />
                <button type="button" class="button quiet" data-testid="requote" on:click=move |_| spawn_local(load(model))>
                    {i18n.text(Key::PayRequote)}
                </button>
            }
            .into_any()
        } else {
            view! {
                <p class="quiet expiry">
                    {move || i18n.fill(Key::PayHolds, &[("time", &format_duration(left.get()))])}
                </p>
            }
            .into_any()
        }
    }
}
