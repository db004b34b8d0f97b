use deals::AskSubscription;
use key_worker::protocol::{PrepareSubscriptionRequest, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use units::Tiyn;

use crate::{
    components::{Alert, BusyText, Progress, TextField},
    i18n::{I18n, Key, format_amount, format_tenge, use_i18n},
    pages::{
        identification::IdentifyLink,
        invest::{
            part::{Asking, Part, Registered},
            sentences::{Failed, failed_text},
        },
        money::Money,
    },
    services::{KeyError, ask_subscription, fetch_registry},
};

/// What is wrong with a number of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitsError {
    NotWhole,
    TooFew(u64),
    TooMany(u64),
    Balance,
    Limit(Tiyn),
}

impl UnitsError {
    fn text(self, i18n: I18n) -> String {
        let number = |key, units| i18n.count(key, units);
        match self {
            Self::NotWhole => i18n.text(Key::SubscribeErrorWhole).to_owned(),
            Self::TooFew(least) => number(Key::SubscribeErrorTooFew, least),
            Self::TooMany(most) => number(Key::SubscribeErrorTooMany, most),
            Self::Balance => i18n.text(Key::SubscribeErrorBalance).to_owned(),
            Self::Limit(left) => {
                let left = format_tenge(left, i18n.language());
                i18n.fill(Key::SubscribeErrorLimitLeft, &[("left", &left)])
            }
        }
    }
}

/// What was typed, judged by everything that is known; `None` while nothing is typed.
fn read_units(part: Part, typed: &str) -> Result<Option<u64>, UnitsError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let units: u64 = typed.parse().map_err(|_| UnitsError::NotWhole)?;
    part.offered.with_value(|offered| {
        if units < offered.least_units {
            return Err(UnitsError::TooFew(offered.least_units));
        }
        if let Some(chain) = part.on_chain() {
            let free = chain.offer.maximum_units.saturating_sub(chain.sold);
            let own = offered.terms.maximum_per_investor.saturating_sub(chain.held);
            if units > free.min(own) {
                return Err(UnitsError::TooMany(free.min(own)));
            }
            if offered.cost(units) > chain.balance {
                return Err(UnitsError::Balance);
            }
        }
        if let Some(limit) = part.limit.get() {
            let left = limit.limit_tiyn.checked_sub(limit.used_tiyn).unwrap_or_default();
            if offered.worth(units) > left {
                return Err(UnitsError::Limit(left));
            }
        }
        Ok(Some(units))
    })
}

/// Units, risks, and the question to the registrar.
#[component]
pub(super) fn Form(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let typed = RwSignal::new(String::new());
    let agreed = RwSignal::new(false);
    let read = Memo::new(move |_| typed.with(|typed| read_units(part, typed)));
    let units = move || read.get().ok().flatten();
    let wrong = Signal::derive(move || read.get().err().map(|error| error.text(i18n)));
    let amount = move |units: u64| {
        let cost = part.offered.with_value(|offered| offered.cost(units));
        part.asset
            .with_value(|asset| format_amount(cost, asset.decimals, &asset.symbol, i18n.language()))
    };
    let hint = Signal::derive(move || {
        let balance = part.on_chain().map(|chain| chain.balance).unwrap_or_default();
        let held = part
            .asset
            .with_value(|asset| format_amount(balance, asset.decimals, &asset.symbol, i18n.language()));
        let least = part.offered.with_value(|offered| offered.least_units);
        let least = i18n.count(Key::SubscribeUnitsCount, least);
        i18n.fill(Key::SubscribeUnitsHint, &[("least", &least), ("held", &held)])
    });
    let total = move || match units() {
        None => "—".to_owned(),
        Some(units) => {
            let worth = part.offered.with_value(|offered| offered.worth(units));
            format!("{} · {}", format_tenge(worth, i18n.language()), amount(units))
        }
    };
    let busy = move || part.asking.with(|asking| *asking == Asking::Busy);
    let ready = move || units().is_some() && agreed.get() && !busy();
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(units) = units().filter(|_| ready()) else {
            return;
        };
        part.asking.set(Asking::Busy);
        spawn_local(async move {
            let state = match register(money, part, units).await {
                Ok(registered) => Asking::Registered(Box::new(registered)),
                Err(failed) => Asking::Failed(failed_text(i18n, &failed), failed.wants_identification()),
            };
            let _ = part.asking.try_set(state);
        });
    };
    view! {
        <form class="stack" on:submit=ask>
            <RetailMeter part more=Signal::derive(units) />
            <TextField
                id="subscribe-units"
                label=Signal::derive(move || i18n.text(Key::SubscribeUnits).to_owned())
                value=typed
                inputmode="numeric"
                hint
                error=wrong
            />
            <dl class="facts">
                <dt>{move || i18n.text(Key::SubscribeTotal)}</dt>
                <dd class="number" data-testid="subscribe-total" aria-live="polite">
                    {total}
                </dd>
            </dl>
            <Registrar part />
            <label class="check-row">
                <input
                    type="checkbox"
                    id="subscribe-risks"
                    data-testid="subscribe-risks"
                    prop:checked=move || agreed.get()
                    on:change=move |event| agreed.set(event_target_checked(&event))
                />
                <span>{move || i18n.text(Key::SubscribeRisks)}</span>
            </label>
            {move || match part.asking.get() {
                Asking::Failed(text, unknown) => {
                    let url = part.operator.with_value(|operator| operator.url.clone());
                    Some(
                        view! {
                            <Alert text=Signal::stored(text) />
                            {unknown.then(|| view! { <IdentifyLink url back="invest" /> })}
                        },
                    )
                }
                _ => None,
            }}
            {move || {
                busy()
                    .then(|| {
                        view! { <BusyText text=Signal::derive(move || i18n.text(Key::SubscribeAsking).to_owned()) /> }
                    })
            }}
            <button type="submit" class="button" data-testid="subscribe-ask" disabled=move || !ready()>
                {move || i18n.text(Key::SubscribeAsk)}
            </button>
            <p class="notice">{move || i18n.text(Key::SubscribeNote)}</p>
        </form>
    }
}

/// Who registers.
#[component]
fn Registrar(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <dl class="facts">
            <dt>{move || i18n.text(Key::SubscribeRegistrar)}</dt>
            <dd>{move || part.operator.with_value(|operator| i18n.local(&operator.name))}</dd>
            <dt>{move || i18n.text(Key::ExchangeLicence)}</dt>
            <dd translate="no">{part.operator.with_value(|operator| operator.licence.clone())}</dd>
            <dt>{move || i18n.text(Key::ExchangeBin)}</dt>
            <dd class="number" translate="no">{part.operator.with_value(|operator| operator.bin.to_string())}</dd>
        </dl>
    }
}

/// How much of the year's limit is used, with what is about to be added; nothing while the registrar has not said.
#[component]
fn RetailMeter(part: Part, more: Signal<Option<u64>>) -> impl IntoView {
    let i18n = use_i18n();
    let known = Memo::new(move |_| part.limit.with(Option::is_some));
    let used = move || {
        let used = part.limit.get().map(|limit| limit.used_tiyn).unwrap_or_default();
        let more = part
            .offered
            .with_value(|offered| more.get().map(|units| offered.worth(units)));
        used.checked_add(more.unwrap_or_default()).unwrap_or(Tiyn::MAX)
    };
    let limit = move || part.limit.get().map(|limit| limit.limit_tiyn).unwrap_or_default();
    let text = Signal::derive(move || {
        let (used, limit) = (
            format_tenge(used(), i18n.language()),
            format_tenge(limit(), i18n.language()),
        );
        i18n.fill(Key::LimitsOf, &[("used", &used), ("limit", &limit)])
    });
    move || {
        known.get().then(|| {
            view! {
                <Progress
                    label=Signal::derive(move || i18n.text(Key::SubscribeLimit).to_owned())
                    value=Signal::derive(move || used().get())
                    max=Signal::derive(move || limit().get())
                    text
                />
            }
        })
    }
}

/// Asks the registrar; what it answers is verified by the key worker before it is shown.
async fn register(money: Money, part: Part, units: u64) -> Result<Registered, Failed> {
    let wallet = money.wallet;
    let registry = fetch_registry()
        .await
        .map_err(|error| Failed::Wallet(error.into()))?;
    let offered = part.offered.try_get_value().ok_or(Failed::gone())?;
    let url = part
        .operator
        .try_with_value(|operator| operator.url.clone())
        .ok_or(Failed::gone())?;
    let ask = AskSubscription {
        investor: part.account,
        offering: offered.terms.offering.clone(),
        units,
        documents_hash: offered.terms.documents_hash,
        risks_version: offered.risks_version,
        credential: money.credential(&url, part.account).await,
    };
    let signed = ask_subscription(&url, &ask).await.map_err(Failed::Registrar)?;
    let request = Request::PrepareSubscription(Box::new(PrepareSubscriptionRequest {
        registry,
        account: wallet.account_number().unwrap_or_default(),
        offering: offered.terms,
        units,
        subscription: signed.clone(),
    }));
    match wallet.ask(&request).await.map_err(Failed::Wallet)? {
        Response::Subscription(view) => Ok(Registered { signed, view: *view }),
        _ => Err(Failed::Wallet(KeyError::Worker.into())),
    }
}
