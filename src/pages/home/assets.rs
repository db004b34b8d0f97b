use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, Glyph, Icon, Skeleton},
    i18n::{Key, format_amount, format_tenge, use_i18n},
    pages::money::{Holding, Money},
    services::request_tokens,
};

/// What the button for demo tokens is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Faucet {
    Idle,
    Sending,
    Sent,
    Failed,
}

/// The permitted assets; small ones stay folded unless there is nothing else.
#[component]
pub(super) fn Assets() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let all = RwSignal::new(false);
    let holdings = Memo::new(move |_| {
        let registry = money.wallet.registry.get()?;
        money
            .snapshot
            .with(|snapshot| Some(snapshot.as_ref()?.holdings(&registry)))
    });
    let coin = Memo::new(move |_| {
        money
            .snapshot
            .with(|snapshot| snapshot.as_ref().map(|snapshot| snapshot.coin))
            .filter(|coin| !coin.get().is_zero())
    });
    // Not a memo of a memo: the list would then miss the first answer.
    let small = move || {
        holdings.with(|holdings| {
            let holdings = holdings.as_deref().unwrap_or_default();
            let small = holdings.iter().filter(|holding| holding.is_small()).count();
            if small == holdings.len() { 0 } else { small }
        })
    };
    let rows = move || {
        let folded = small() > 0 && !all.get();
        let holdings = holdings.get()?;
        let shown = holdings
            .into_iter()
            .filter(|holding| !(folded && holding.is_small()));
        Some(shown.map(|holding| view! { <AssetRow holding /> }).collect_view())
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::HomeAssets)}</h2>
            {move || match rows() {
                None => view! { <Skeleton lines=2 /> }.into_any(),
                Some(rows) => {
                    view! {
                        <ul class="balances">
                            {rows}
                            {move || {
                                coin.get()
                                    .map(|coin| {
                                        view! {
                                            <li>
                                                <span>{move || i18n.text(Key::SendCoin)}</span>
                                                <span>
                                                    <strong>
                                                        {move || format_amount(coin, 18, &money.coin(), i18n.language())}
                                                    </strong>
                                                </span>
                                            </li>
                                        }
                                    })
                            }}
                        </ul>
                    }
                    .into_any()
                }
            }}
            {move || {
                (small() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button plain small"
                                data-testid="assets-all"
                                aria-expanded=move || all.get().to_string()
                                on:click=move |_| all.update(|all| *all = !*all)
                            >
                                {move || {
                                    if all.get() {
                                        i18n.text(Key::HomeLess).to_owned()
                                    } else {
                                        i18n.count(Key::HomeSmall, u64::try_from(small()).unwrap_or(u64::MAX))
                                    }
                                }}
                            </button>
                        }
                    })
            }}
            <DemoTokens />
        </section>
    }
}

#[component]
fn AssetRow(holding: Holding) -> impl IntoView {
    let i18n = use_i18n();
    let Holding { asset, amount, worth } = holding;
    let test_id = format!("balance-{}", asset.symbol);
    let name = asset.name.clone();
    view! {
        <li data-testid=test_id>
            <span>{move || i18n.local(&name)}</span>
            <span>
                <strong>
                    {move || match amount {
                        Some(amount) => format_amount(amount, asset.decimals, &asset.symbol, i18n.language()),
                        None => i18n.text(Key::HomeNoAnswer).to_owned(),
                    }}
                </strong>
                {worth.map(|worth| view! { <small>{move || format_tenge(worth, i18n.language())}</small> })}
            </span>
        </li>
    }
}

#[component]
fn DemoTokens() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let wallet = money.wallet;
    let faucet = RwSignal::new(Faucet::Idle);
    let ask = move |_| {
        let operator = wallet.registry.with_untracked(|registry| {
            registry
                .as_ref()?
                .operators
                .first()
                .map(|operator| operator.url.clone())
        });
        let (Some(operator), Some(account)) = (operator, untrack(move || wallet.account())) else {
            return;
        };
        faucet.set(Faucet::Sending);
        spawn_local(async move {
            let sent = request_tokens(&operator, account).await;
            money.refresh().await;
            let _ = faucet.try_set(if sent.is_ok() {
                Faucet::Sent
            } else {
                Faucet::Failed
            });
        });
    };
    let demo = move || {
        wallet
            .registry
            .with(|registry| registry.as_ref().is_none_or(|registry| registry.demo))
    };
    view! {
        {move || {
            demo()
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button quiet"
                            data-testid="faucet"
                            disabled=move || faucet.get() == Faucet::Sending || wallet.registry.with(Option::is_none)
                            on:click=ask
                        >
                            <Glyph icon=Icon::Gift />
                            {move || i18n.text(Key::HomeFaucet)}
                        </button>
                    }
                })
        }}
        {move || match faucet.get() {
            Faucet::Idle => ().into_any(),
            Faucet::Sending => {
                view! { <BusyText text=Signal::derive(move || i18n.text(Key::HomeFaucetBusy).to_owned()) /> }.into_any()
            }
            Faucet::Sent => {
                view! { <p role="status" data-testid="faucet-done">{move || i18n.text(Key::HomeFaucetDone)}</p> }
                    .into_any()
            }
            Faucet::Failed => {
                view! { <Alert text=Signal::derive(move || i18n.text(Key::HomeFaucetFailed).to_owned()) /> }.into_any()
            }
        }}
    }
}
