use leptos::{prelude::*, task::spawn_local};
use sig::Address;

use crate::{
    components::{Alert, BusyText, CopyButton, Glyph, Icon},
    i18n::{Key, format_amount, format_tenge, use_i18n, use_title},
    pages::{
        balances::{Balances, read_balances},
        deposits::HomeDeposits,
        security::BackupReminder,
        wallet::Wallet,
    },
    services::{ReadChainError, request_tokens},
};

/// What the button for demo tokens is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Faucet {
    Idle,
    Sending,
    Sent,
    Failed,
}

/// How much there is, in tenge first.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    use_title(Signal::derive(move || i18n.text(Key::NavHome).to_owned()));
    let account = move || wallet.account();
    let balances = RwSignal::new(None::<Result<Balances, ReadChainError>>);
    let stale = RwSignal::new(false);
    let faucet = RwSignal::new(Faucet::Idle);
    let refresh = move |registry, account: Address| async move {
        let read = read_balances(&registry, account).await;
        stale.set(read.is_err());
        // A failed read keeps what was known and says so.
        balances.update(|known| match (known, read) {
            (Some(Ok(_)), Err(_)) => {}
            (known, read) => *known = Some(read),
        });
    };
    Effect::new(move |_| {
        if let (Some(registry), Some(account)) = (wallet.registry.get(), account()) {
            spawn_local(refresh(registry, account));
        }
    });
    let ask_for_tokens = move |_| {
        let (Some(registry), Some(account)) = (wallet.registry.get_untracked(), account()) else {
            return;
        };
        let Some(operator) = registry.operators.first().map(|operator| operator.url.clone()) else {
            return;
        };
        faucet.set(Faucet::Sending);
        spawn_local(async move {
            let sent = request_tokens(&operator, account).await;
            faucet.set(if sent.is_ok() {
                Faucet::Sent
            } else {
                Faucet::Failed
            });
            refresh(registry, account).await;
        });
    };
    view! {
        <h1 class="visually-hidden">{move || i18n.text(Key::NavHome)}</h1>
        <div class="columns">
            <div class="stack">
                <section class="hero total-card">
                    <div class="peaks" aria-hidden="true"></div>
                    <h2>{move || i18n.text(Key::HomeTotal)}</h2>
                    <BalanceTotal balances />
                    {move || {
                        (stale.get() && balances.with(|known| matches!(known, Some(Ok(_))))).then(|| {
                            view! { <p class="quiet" role="status">{move || i18n.text(Key::HomeStale)}</p> }
                        })
                    }}
                </section>
                <BackupReminder total=Signal::derive(move || {
                    balances.with(|known| known.as_ref().and_then(|read| read.as_ref().ok()).and_then(|known| known.total))
                }) />
                <nav class="quick" aria-label=move || i18n.text(Key::HomeQuick)>
                    <a href="/receive">
                        <Glyph icon=Icon::Receive />
                        {move || i18n.text(Key::ReceiveTitle)}
                    </a>
                </nav>
                {move || account().map(|address| view! { <AddressCard address /> })}
            </div>
            <section class="card">
                <h2>{move || i18n.text(Key::HomeAssets)}</h2>
                <AssetList balances />
                <button
                    type="button"
                    class="button"
                    data-testid="faucet"
                    disabled=move || faucet.get() == Faucet::Sending || wallet.registry.with(Option::is_none)
                    on:click=ask_for_tokens
                >
                    {move || i18n.text(Key::HomeFaucet)}
                </button>
                {move || match faucet.get() {
                    Faucet::Idle => ().into_any(),
                    Faucet::Sending => {
                        view! { <BusyText text=Signal::derive(move || i18n.text(Key::HomeFaucetBusy).to_owned()) /> }
                            .into_any()
                    }
                    Faucet::Sent => {
                        view! { <p role="status" data-testid="faucet-done">{move || i18n.text(Key::HomeFaucetDone)}</p> }
                            .into_any()
                    }
                    Faucet::Failed => {
                        view! { <Alert text=Signal::derive(move || i18n.text(Key::HomeFaucetFailed).to_owned()) /> }
                            .into_any()
                    }
                }}
            </section>
            <HomeDeposits />
        </div>
    }
}

#[component]
fn BalanceTotal(balances: RwSignal<Option<Result<Balances, ReadChainError>>>) -> impl IntoView {
    let i18n = use_i18n();
    move || match balances.get() {
        None => view! { <p class="amount skeleton" aria-hidden="true">" "</p> }.into_any(),
        Some(Err(_)) => {
            view! { <Alert text=Signal::derive(move || i18n.text(Key::ErrorChainUnreachable).to_owned()) /> }
                .into_any()
        }
        Some(Ok(Balances {
            total: Some(total),
            source,
            ..
        })) => {
            let source = source.unwrap_or_default();
            view! {
                <p class="amount" data-testid="total-tenge">{move || format_tenge(total, i18n.language())}</p>
                <p class="quiet">{move || i18n.fill(Key::HomeTotalHint, &[("source", &source)])}</p>
            }
            .into_any()
        }
        Some(Ok(_)) => view! { <p class="quiet">{move || i18n.text(Key::HomeNoRate)}</p> }.into_any(),
    }
}

#[component]
fn AssetList(balances: RwSignal<Option<Result<Balances, ReadChainError>>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let Some(Ok(balances)) = balances.get() else {
            return view! { <p class="skeleton" aria-hidden="true">" "</p> }.into_any();
        };
        let empty = balances
            .assets
            .iter()
            .all(|balance| balance.amount.get().is_zero());
        let rows = balances.assets.into_iter().map(|balance| {
            let test_id = format!("balance-{}", balance.asset.symbol);
            let name = balance.asset.name.clone();
            view! {
                <li data-testid=test_id>
                    <span>{move || i18n.local(&name)}</span>
                    <span>
                        <strong>
                            {move || {
                                format_amount(
                                    balance.amount,
                                    balance.asset.decimals,
                                    &balance.asset.symbol,
                                    i18n.language(),
                                )
                            }}
                        </strong>
                        {balance.worth.map(|worth| view! { <small>{move || format_tenge(worth, i18n.language())}</small> })}
                    </span>
                </li>
            }
        });
        view! {
            <ul class="balances">{rows.collect_view()}</ul>
            {empty.then(|| view! { <p>{move || i18n.text(Key::HomeEmpty)}</p> })}
        }
        .into_any()
    }
}

/// The address in full: it is never cut.
#[component]
fn AddressCard(address: Address) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::HomeAddress)}</h2>
            <p class="hash" data-testid="address" translate="no">{address.to_string()}</p>
            <CopyButton text=address.to_string() />
        </section>
    }
}
