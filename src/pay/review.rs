use std::sync::Arc;

use browser::now_seconds;
use gloo_timers::callback::Interval;
use key_worker::protocol::{AccountView, OfferView, PaymentView};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use units::AssetAmount;

use crate::{
    components::{Alert, BusyText, PasswordField, arm_after_a_while, take_password},
    i18n::{Key, Language, decimal_mark, format_amount, format_duration, format_tenge, use_i18n},
    pay::{
        approve::approve,
        details::OfferDetails,
        load::{clear_payer, load, prepare},
        model::{Model, Screen},
        other_device::OtherDevice,
        payee::Acquaintance,
        travel_rule::{TravelRule, TravelRuleFields},
        trouble::trouble_text,
    },
};

/// A verified order: who, what, how much in tenge, then how it is paid.
#[component]
pub(crate) fn ReviewView(model: Model, payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let password = NodeRef::<Input>::new();
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
    let on_submit = {
        let payment = payment.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if waits() {
                return;
            }
            let Some(input) = password.get() else { return };
            let (payment, password) = (payment.clone(), take_password(&input));
            spawn_local(async move {
                if travel_rule.send(model, &payment).await {
                    approve(model, payment, password).await;
                }
            });
        }
    };
    let offer = payment.offers.get(payment.chosen).cloned();
    let total = payment.total_tiyn;
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
        <form class="card approve" on:submit=on_submit>
            <TravelRuleFields model rule=travel_rule payment />
            <PasswordField
                node=password
                id="pay-password"
                label=Signal::derive(move || i18n.text(Key::PayPassword).to_owned())
                autocomplete="current-password"
            />
            {move || {
                model.trouble.get().map(|trouble| {
                    view! { <Alert text=Signal::derive(move || trouble_text(i18n, &trouble)) /> }
                })
            }}
            {move || {
                model.busy.get().map(|step| {
                    view! { <BusyText text=Signal::derive(move || i18n.text(step).to_owned()) /> }
                })
            }}
            <button type="submit" class="button" data-testid="pay-submit" disabled=waits>
                {move || i18n.fill(Key::PaySubmit, &[("amount", &format_tenge(total, i18n.language()))])}
            </button>
        </form>
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
fn Payee(payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let merchant = payment.merchant.clone();
    let (bin, test) = (merchant.bin.to_string(), merchant.test);
    view! {
        <div class="payee">
            <h2 data-testid="merchant-name">{move || i18n.local(&merchant.names)}</h2>
            {test.then(|| view! { <span class="badge">{move || i18n.text(Key::PayTest)}</span> })}
            <p class="verified">{move || i18n.text(Key::PayVerified)}</p>
            <p class="quiet" data-testid="merchant-bin">{move || i18n.fill(Key::PayBin, &[("bin", &bin)])}</p>
            {payment.opened_from.clone().map(|origin| {
                view! {
                    <p class="quiet" data-testid="opened-from">
                        {move || i18n.fill(Key::PayOpenedFrom, &[("origin", &origin)])}
                    </p>
                }
            })}
        </div>
    }
}

/// A first payment at a page, or another payee than before: the payer should know.
#[component]
fn PayeeNote(model: Model, origin: String) -> impl IntoView {
    let i18n = use_i18n();
    let session = model.session.get_value();
    match session.map_or(Acquaintance::Known, |session| session.acquaintance) {
        Acquaintance::Known => None,
        Acquaintance::First => Some(
            view! {
                <p class="quiet" data-testid="first-payee">
                    {move || i18n.fill(Key::PayFirst, &[("origin", &origin)])}
                </p>
            }
            .into_any(),
        ),
        Acquaintance::Changed { before } => Some(
            view! {
                <p class="alert" role="alert" data-testid="other-payee">
                    {move || i18n.fill(Key::PayOther, &[("origin", &origin), ("bin", &before)])}
                </p>
            }
            .into_any(),
        ),
    }
}

#[component]
fn Lines(payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let lines = payment.lines.clone();
    let (total, vat) = (payment.total_tiyn, payment.vat_tiyn);
    view! {
        <ul class="lines">
            {lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li>
                            <span>{line.name}<small>{move || quantity_text(line.quantity_milli.get(), i18n.language())}</small></span>
                            <span>{move || format_tenge(line.total_tiyn, i18n.language())}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <p class="total">
            <span>{move || i18n.text(Key::PayTotal)}</span>
            <strong data-testid="order-total">{move || format_tenge(total, i18n.language())}</strong>
        </p>
        <p class="quiet vat" data-testid="vat">
            {move || i18n.fill(Key::PayVat, &[("amount", &format_tenge(vat, i18n.language()))])}
        </p>
    }
}

/// ` × 2`, ` × 0,5`; nothing for one piece.
fn quantity_text(milli: u64, language: Language) -> Option<String> {
    let (whole, rest) = (milli / 1000, milli % 1000);
    let fraction = format!("{rest:03}");
    match (whole, fraction.trim_end_matches('0')) {
        (1, "") => None,
        (whole, "") => Some(format!(" × {whole}")),
        (whole, fraction) => Some(format!(" × {whole}{}{fraction}", decimal_mark(language))),
    }
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
