use key_worker::protocol::LockState;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    components::{Alert, BusyText, LanguageSwitch},
    i18n::{Key, provide_language, use_i18n},
    pages::{
        create::CreatePage, home::HomePage, restore::RestorePage, start::StartPage, unlock::UnlockPage,
        wallet::Wallet,
    },
};

/// The wallet.
#[component]
pub fn App() -> impl IntoView {
    let i18n = provide_language(Key::AppTagline);
    let wallet = Wallet::new();
    provide_context(wallet);
    spawn_local(wallet.start());
    view! {
        <Router>
            <header class="bar">
                <a class="brand" href="/">{move || i18n.text(Key::AppName)}</a>
                <span class="badge">{move || i18n.text(Key::DemoBadge)}</span>
                <LanguageSwitch />
            </header>
            <main class="wallet" tabindex="-1">
                {move || {
                    wallet.trouble.get().map(|trouble| {
                        view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }
                    })
                }}
                <Routes fallback=FrontPage>
                    <Route path=path!("/") view=FrontPage />
                    <Route path=path!("/create") view=CreatePage />
                    <Route path=path!("/restore") view=RestorePage />
                </Routes>
            </main>
            <footer>
                {move || {
                    wallet.registry.get().map(|registry| {
                        view! { <p class="notice">{move || i18n.local(&registry.notice)}</p> }
                    })
                }}
            </footer>
        </Router>
    }
}

/// Start, unlock or home, by the state of the vault.
#[component]
fn FrontPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let lock = Memo::new(move |_| wallet.status.get().map(|status| status.lock));
    move || {
        match lock.get() {
        // A vault that cannot be read is restored from its words.
        None if wallet.trouble.with(Option::is_some) => {
            view! { <a class="button quiet" href="/restore">{move || i18n.text(Key::StartRestore)}</a> }.into_any()
        }
        None => {
            view! { <div class="card"><BusyText text=Signal::derive(move || i18n.text(Key::AppLoading).to_owned()) /></div> }
                .into_any()
        }
        Some(LockState::NoVault) => view! { <StartPage /> }.into_any(),
        Some(LockState::Locked) => view! { <UnlockPage /> }.into_any(),
        Some(LockState::Unlocked) => view! { <HomePage /> }.into_any(),
    }
    }
}
