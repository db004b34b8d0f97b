use activity::{Entry, is_spam};
use key_worker::protocol::AccountView;
use leptos::prelude::*;
use sig::Address;

use super::{assets::Assets, demo_tokens::Faucet, first_payment::FirstPayment, total::Total};
use crate::{
    components::{CopyButton, Glyph, Icon, SelectField, Skeleton},
    i18n::{Key, use_i18n, use_title},
    pages::{
        activity::EntryRow, deposits::HomeDeposits, limits::LimitsCard, money::Money,
        network_note::NetworkNote, security::BackupReminder,
    },
};

/// So many of the last entries.
const LAST: usize = 4;

#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    use_title(Signal::derive(move || i18n.text(Key::NavHome).to_owned()));
    let faucet = Faucet::new(money);
    let quick = [
        ("/scan", Icon::Scan, Key::ScanTitle),
        ("/send", Icon::Send, Key::SendTitle),
        ("/receive", Icon::Receive, Key::ReceiveTitle),
    ];
    view! {
        <h1 class="visually-hidden">{move || i18n.text(Key::NavHome)}</h1>
        <NetworkNote />
        <div class="columns">
            <div class="stack">
                <Total />
                <BackupReminder total=Signal::derive(move || {
                    let registry = money.wallet.registry.get()?;
                    money.snapshot.with(|snapshot| snapshot.as_ref()?.total(&registry))
                }) />
                <nav class="quick" aria-label=move || i18n.text(Key::HomeQuick)>
                    {quick
                        .into_iter()
                        .map(|(href, icon, name)| {
                            view! {
                                <a href=href>
                                    <Glyph icon />
                                    {move || i18n.text(name)}
                                </a>
                            }
                        })
                        .collect_view()}
                </nav>
                <FirstPayment faucet />
                <LastEntries />
                <LimitsCard />
            </div>
            <div class="stack">
                <Assets faucet />
                <AccountChoice />
                <HomeDeposits />
                {move || money.wallet.account().map(|address| view! { <AddressCard address /> })}
            </div>
        </div>
    }
}

/// What happened last.
#[component]
fn LastEntries() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let last = Memo::new(move |_| {
        let account = money.wallet.account();
        let of_account = |entry: &&Entry| Some(entry.account) == account && !is_spam(entry);
        money.entries.with(|entries| {
            entries
                .iter()
                .filter(of_account)
                .take(LAST)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{move || i18n.text(Key::HomeLast)}</h2>
                {move || {
                    last.with(|last| !last.is_empty())
                        .then(|| view! { <a href="/activity">{move || i18n.text(Key::HomeLastAll)}</a> })
                }}
            </div>
            {move || {
                if !money.loaded.get() {
                    view! { <Skeleton lines=2 /> }.into_any()
                } else if last.with(Vec::is_empty) {
                    view! { <p class="quiet">{move || i18n.text(Key::HomeEmpty)}</p> }.into_any()
                } else {
                    let rows = last.get().into_iter().map(|entry| view! { <li><EntryRow entry /></li> });
                    view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
                }
            }}
        </section>
    }
}

/// Which account is on screen, where there are several.
#[component]
fn AccountChoice() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Money::expect().wallet;
    let shown = Memo::new(move |_| {
        wallet.status.with(|status| {
            let accounts = status
                .as_ref()
                .map(|status| status.accounts.as_slice())
                .unwrap_or_default();
            accounts
                .iter()
                .filter(|account| !account.hidden)
                .cloned()
                .collect::<Vec<AccountView>>()
        })
    });
    let value = RwSignal::new(
        untrack(move || wallet.account_view())
            .map(|account| account.number.to_string())
            .unwrap_or_default(),
    );
    Effect::new(move |_| {
        if let Ok(number) = value.get().parse() {
            wallet.chosen.set(Some(number));
        }
    });
    let options = Signal::derive(move || {
        shown.with(|shown| {
            let name = |account: &AccountView| {
                let address = account.address.to_string();
                let name = account
                    .name
                    .clone()
                    .unwrap_or_else(|| i18n.text(Key::ActivityOwnAccount).to_owned());
                (account.number.to_string(), format!("{name} · {address}"))
            };
            shown.iter().map(name).collect::<Vec<_>>()
        })
    });
    move || {
        (shown.with(Vec::len) > 1).then(|| {
            view! {
                <section class="card">
                    <SelectField
                        id="home-account"
                        label=Signal::derive(move || i18n.text(Key::HomeAccount).to_owned())
                        value
                        options
                    />
                </section>
            }
        })
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
