use deals::AskExchange;
use key_worker::protocol::{
    AssetView, OpenRegistryRequest, PrepareExchangeRequest, RegistryView, Request, Response,
};
use leptos::{prelude::*, task::spawn_local};
use sig::Address;
use units::AssetAmount;

use crate::{
    components::{Alert, AmountField, BusyText, Page, SelectField},
    i18n::{Key, decimal_mark, format_amount, use_i18n},
    pages::{
        exchange::{
            offers::{Answered, Offers},
            prices::Prices,
            sentences::refusal_text,
        },
        identification::needs_identification,
        money::{AmountError, Money, read_amount},
        wallet::{Wallet, WalletTrouble},
    },
    services::{ask_exchange, fetch_registry, read_balance},
};

/// Pick two assets, see what licensed operators offer, sign once.
#[component]
pub(crate) fn ExchangePage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let ready = Memo::new(move |_| Some((wallet.registry.get()?, wallet.account()?)));
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ExchangeTitle).to_owned())>
            {move || ready.get().map(|(registry, account)| view! { <Form registry account /> })}
        </Page>
    }
}

/// What the form is doing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asking {
    /// Nothing.
    Idle,
    /// Operators are asked.
    Busy,
    /// What they answered.
    Answered(Vec<Answered>),
    /// Nobody could be asked.
    Failed(String),
}

#[component]
fn Form(registry: RegistryView, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let symbol_at = |position: usize| {
        registry
            .assets
            .get(position)
            .map(|asset| asset.symbol.clone())
            .unwrap_or_default()
    };
    let (sell, buy) = (RwSignal::new(symbol_at(0)), RwSignal::new(symbol_at(1)));
    let typed = RwSignal::new(String::new());
    let asking = RwSignal::new(Asking::Idle);
    let held = RwSignal::new(None::<AssetAmount>);
    let registry = StoredValue::new(registry);
    let find = move |symbol: &str| {
        registry.with_value(|registry| {
            registry
                .assets
                .iter()
                .find(|asset| asset.symbol == symbol)
                .cloned()
        })
    };
    // Both sides the same is no exchange: the other side moves on.
    Effect::new(move |_| {
        let sold = sell.get();
        if sold == buy.get_untracked() {
            let other = registry.with_value(|registry| {
                registry
                    .assets
                    .iter()
                    .map(|asset| asset.symbol.clone())
                    .find(|symbol| *symbol != sold)
            });
            buy.set(other.unwrap_or_default());
        }
        asking.set(Asking::Idle);
        held.set(None);
        if let Some(asset) = find(&sold) {
            let rpc = registry.with_value(|registry| registry.rpc.clone());
            spawn_local(async move {
                let amount = read_balance(&rpc, asset.id, account).await.ok();
                let _ = held.try_set(amount);
            });
        }
    });
    let read = Memo::new(move |_| {
        let asset = find(&sell.get())?;
        Some(read_amount(
            &typed.get(),
            asset.decimals,
            decimal_mark(i18n.language()),
        ))
    });
    let amount = move || read.get()?.ok().flatten();
    let wrong = Signal::derive(move || match read.get()? {
        Err(AmountError { decimals }) => {
            Some(i18n.fill(Key::ReceiveAmountWrong, &[("decimals", &decimals.to_string())]))
        }
        Ok(Some(amount)) if held.get().is_some_and(|held| amount > held) => {
            Some(i18n.text(Key::ExchangeErrorBalance).to_owned())
        }
        Ok(_) => None,
    });
    let hint = Signal::derive(move || match (held.get(), find(&sell.get())) {
        (Some(held), Some(asset)) => {
            let amount = format_amount(held, asset.decimals, &asset.symbol, i18n.language());
            i18n.fill(Key::ExchangeHeld, &[("amount", &amount)])
        }
        _ => String::new(),
    });
    let options = Signal::derive(move || {
        registry.with_value(|registry| {
            registry
                .assets
                .iter()
                .map(|asset| {
                    (
                        asset.symbol.clone(),
                        format!("{} · {}", asset.symbol, i18n.local(&asset.name)),
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(sold), Some(bought), Some(amount)) = (find(&sell.get()), find(&buy.get()), amount()) else {
            return;
        };
        let operators =
            registry.with_value(|registry| registry.operators.iter().map(|o| o.url.clone()).collect());
        asking.set(Asking::Busy);
        spawn_local(async move {
            let asked = ask_all(money, operators, account, (&sold, amount), &bought).await;
            let state = match asked {
                Ok(answers) => Asking::Answered(answers),
                Err(trouble) => Asking::Failed(trouble.text(i18n)),
            };
            let _ = asking.try_set(state);
        });
    };
    let ready = move || amount().is_some_and(|amount| !amount.get().is_zero()) && wrong.get().is_none();
    view! {
        <div class="columns">
            <div class="stack">
                <form class="card" on:submit=ask>
                    <SelectField
                        id="exchange-sell"
                        label=Signal::derive(move || i18n.text(Key::ExchangeSell).to_owned())
                        value=sell
                        options
                    />
                    <AmountField
                        id="exchange-amount"
                        label=Signal::derive(move || i18n.text(Key::ExchangeAmount).to_owned())
                        value=typed
                        unit=Signal::derive(move || sell.get())
                        hint
                        error=wrong
                    />
                    <SelectField
                        id="exchange-buy"
                        label=Signal::derive(move || i18n.text(Key::ExchangeBuy).to_owned())
                        value=buy
                        options=Signal::derive(move || {
                            options.get().into_iter().filter(|(symbol, _)| *symbol != sell.get()).collect::<Vec<_>>()
                        })
                    />
                    <button
                        type="submit"
                        class="button"
                        data-testid="exchange-ask"
                        disabled=move || !ready() || asking.with(|asking| *asking == Asking::Busy)
                    >
                        {move || i18n.text(Key::ExchangeAsk)}
                    </button>
                    <p class="notice">{move || i18n.text(Key::ExchangeNote)}</p>
                    <p class="actions">
                        <a class="button quiet" href="/bank">{move || i18n.text(Key::BankTitle)}</a>
                        <a class="button quiet" href="/identification?back=exchange">
                            {move || i18n.text(Key::IdentityTitle)}
                        </a>
                    </p>
                </form>
            </div>
            <div class="stack">
                {move || match asking.get() {
                    Asking::Idle => {
                        let asset = find(&sell.get());
                        let operator = registry
                            .with_value(|registry| registry.operators.first().map(|operator| operator.url.clone()));
                        asset.zip(operator).map(|(asset, url)| view! { <Prices url asset /> }).into_any()
                    }
                    Asking::Busy => {
                        view! { <BusyText text=Signal::derive(move || i18n.text(Key::ExchangeAsking).to_owned()) /> }
                            .into_any()
                    }
                    Asking::Failed(text) => view! { <Alert follow=true text=Signal::stored(text) /> }.into_any(),
                    Asking::Answered(answers) => view! { <Offers answers asking /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// Asks every operator of the registry; what each answers is verified by the key worker before it is shown.
async fn ask_all(
    money: Money,
    operators: Vec<String>,
    resident: Address,
    (sell, sell_amount): (&AssetView, AssetAmount),
    buy: &AssetView,
) -> Result<Vec<Answered>, WalletTrouble> {
    let wallet = money.wallet;
    let registry: OpenRegistryRequest = fetch_registry().await?;
    let number = wallet.account_number().unwrap_or_default();
    let mut answers = Vec::new();
    for url in operators {
        let ask = AskExchange {
            resident,
            sell: sell.id,
            sell_amount,
            buy: buy.id,
            credential: money.credential(&url, resident).await,
        };
        let offer = match ask_exchange(&url, &ask).await {
            Ok(offer) => offer,
            Err(error) => {
                answers.push(Answered::Refused { url, error });
                continue;
            }
        };
        let request = Request::PrepareExchange(PrepareExchangeRequest {
            registry: registry.clone(),
            account: number,
            offer: offer.clone(),
        });
        match wallet.ask(&request).await {
            Ok(Response::Exchange(view)) => answers.push(Answered::Offered { url, offer, view }),
            Ok(_) => {}
            Err(trouble) => answers.push(Answered::Unsound { trouble }),
        }
    }
    Ok(answers)
}

impl Answered {
    /// The operator that would do it for somebody it knows.
    pub(super) fn wants_identification(&self) -> Option<String> {
        match self {
            Self::Refused { url, error } if needs_identification(error) => Some(url.clone()),
            Self::Offered { .. } | Self::Refused { .. } | Self::Unsound { .. } => None,
        }
    }

    /// The sentence for an answer that is no offer.
    pub(super) fn text(&self, i18n: crate::i18n::I18n) -> Option<String> {
        match self {
            Self::Offered { .. } => None,
            Self::Refused { error, .. } => Some(refusal_text(i18n, error)),
            Self::Unsound { trouble } => Some(trouble.text(i18n)),
        }
    }
}
