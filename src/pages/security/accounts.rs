use key_worker::protocol::{
    AccountKind, AccountView, AddAccountsRequest, HideAccountRequest, OrderAccountsRequest,
    RenameAccountRequest, Request, SourceView,
};
use leptos::prelude::*;
use sig::Address;

use crate::{
    components::{Dialog, Page, TextField, Toasts},
    i18n::{Key, use_i18n},
    pages::{
        app::Unlocked,
        onboarding::Discovery,
        security::{
            export_key::ExportKey,
            import::Import,
            owner::{FormNotes, FormState},
        },
        wallet::Wallet,
    },
};

/// The accounts: named, ordered, hidden, added, imported.
#[component]
pub(crate) fn AccountsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::KeysAccountsTitle).to_owned()) back="/settings">
                <AccountList />
                <Import />
            </Page>
        </Unlocked>
    }
}

fn accounts(wallet: Wallet) -> Vec<AccountView> {
    wallet
        .status
        .with(|status| status.as_ref().map(|status| status.accounts.clone()))
        .unwrap_or_default()
}

fn first_phrase(wallet: Wallet) -> Option<u32> {
    let words = |source: &&SourceView| source.words;
    wallet.status.with(|status| {
        status
            .as_ref()?
            .sources
            .iter()
            .find(words)
            .map(|source| source.number)
    })
}

#[component]
fn AccountList() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let toasts = Toasts::expect();
    // The phrase whose used accounts are looked for, and the account whose key is exported.
    let looking = RwSignal::new(None::<u32>);
    let exporting = RwSignal::new(None::<(u32, Address)>);
    let ask = move |request: Request| state.run(async move { wallet.ask(&request).await.map(|_| ()) });
    let add = move |_| {
        if let Some(source) = untrack(move || first_phrase(wallet)) {
            ask(Request::AddAccounts(AddAccountsRequest {
                source: Some(source),
                indices: Vec::new(),
            }));
        }
    };
    let up = move |number: u32| {
        let mut order: Vec<u32> = untrack(move || accounts(wallet))
            .iter()
            .map(|account| account.number)
            .collect();
        if let Some(at) = order
            .iter()
            .position(|known| *known == number)
            .filter(|at| *at > 0)
        {
            order.swap(at - 1, at);
            ask(Request::OrderAccounts(OrderAccountsRequest { accounts: order }));
        }
    };
    view! {
        <FormNotes state />
        {move || {
            accounts(wallet)
                .into_iter()
                .enumerate()
                .map(|(place, account)| {
                    view! {
                        <AccountCard
                            account
                            first=place == 0
                            ask=Callback::new(ask)
                            up=Callback::new(up)
                            export=Callback::new(move |chosen| exporting.set(Some(chosen)))
                        />
                    }
                })
                .collect_view()
        }}
        {move || {
            first_phrase(wallet)
                .map(|source| {
                    view! {
                        <div class="actions">
                            <button type="button" class="button" data-testid="account-add" on:click=add>
                                {move || i18n.text(Key::KeysAccountsAdd)}
                            </button>
                            <button
                                type="button"
                                class="button quiet"
                                data-testid="account-discover"
                                on:click=move |_| looking.set(Some(source))
                            >
                                {move || i18n.text(Key::DiscoverStart)}
                            </button>
                        </div>
                    }
                })
        }}
        {move || {
            looking
                .get()
                .map(|source| {
                    let done = Callback::new(move |()| {
                        looking.set(None);
                        toasts.show(i18n.text(Key::DiscoverDone));
                    });
                    view! { <Discovery source=Some(source) done /> }
                })
        }}
        <ExportDialog exporting />
    }
}

#[component]
fn ExportDialog(exporting: RwSignal<Option<(u32, Address)>>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if exporting.with(Option::is_some) {
            open.set(true);
        }
    });
    // Closed by key or button: whose key it was is forgotten.
    Effect::new(move |_| {
        if !open.get() && exporting.with_untracked(Option::is_some) {
            exporting.set(None);
        }
    });
    view! {
        <Dialog open sheet=true title=Signal::derive(move || i18n.text(Key::ExportTitle).to_owned())>
            {move || {
                exporting
                    .get_untracked()
                    .map(|(account, address)| {
                        view! {
                            <p class="hash" translate="no">{address.to_string()}</p>
                            <ExportKey account address />
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn AccountCard(
    account: AccountView,
    first: bool,
    ask: Callback<Request>,
    up: Callback<u32>,
    export: Callback<(u32, Address)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let AccountView {
        number,
        address,
        kind,
        name,
        hidden,
    } = account;
    let typed = RwSignal::new(name.unwrap_or_default());
    let rename = move |_| {
        ask.run(Request::RenameAccount(RenameAccountRequest {
            account: number,
            name: typed.get_untracked(),
        }));
    };
    let hide = move |_| {
        ask.run(Request::HideAccount(HideAccountRequest {
            account: number,
            hidden: !hidden,
        }));
    };
    let kind_name = match kind {
        AccountKind::Words { .. } => Key::KeysAccountsWords,
        AccountKind::PrivateKey { .. } => Key::KeysAccountsImported,
        AccountKind::Watch => Key::KeysAccountsWatched,
    };
    view! {
        <section class="card" data-testid=format!("account-{number}")>
            <p class="hash" translate="no">{address.to_string()}</p>
            <p class="quiet">
                {move || i18n.text(kind_name)}
                {hidden.then(|| view! { <span>" · "{move || i18n.text(Key::KeysAccountsHidden)}</span> })}
            </p>
            <TextField
                id=format!("account-name-{number}")
                label=Signal::derive(move || i18n.text(Key::KeysAccountsName).to_owned())
                value=typed
            />
            <div class="actions">
                <button type="button" class="button quiet" data-testid=format!("account-rename-{number}") on:click=rename>
                    {move || i18n.text(Key::KeysAccountsRename)}
                </button>
                <button type="button" class="button quiet" data-testid=format!("account-hide-{number}") on:click=hide>
                    {move || i18n.text(if hidden { Key::KeysAccountsShow } else { Key::KeysAccountsHide })}
                </button>
                {(!first)
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet" on:click=move |_| up.run(number)>
                                {move || i18n.text(Key::KeysAccountsUp)}
                            </button>
                        }
                    })}
                {(kind != AccountKind::Watch)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button quiet"
                                data-testid=format!("account-export-{number}")
                                on:click=move |_| export.run((number, address))
                            >
                                {move || i18n.text(Key::ExportStart)}
                            </button>
                        }
                    })}
            </div>
        </section>
    }
}
