use browser::{VaultMarker, read_vault_marker};
use key_worker::protocol::LockState;
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{components::Router, hooks::use_location};

use crate::{
    components::{
        Alert, Glyph, Icon, LanguageSwitch, NavBar, Notice, Skeleton, ToastArea, provide_page_focus,
        provide_toasts,
    },
    i18n::{Key, provide_language, use_i18n},
    pages::{
        city::provide_city,
        lazy::{Lazy, load_ahead, part},
        money::provide_money,
        onboarding::StartPage,
        routes::WalletRoutes,
        sections::SECTIONS,
        security::{LockWarning, provide_auto_lock},
        unlock::UnlockPage,
        update_notice::UpdateNotice,
        wallet::Wallet,
    },
};

/// The wallet.
#[component]
pub fn App() -> impl IntoView {
    provide_language();
    provide_toasts();
    provide_page_focus();
    provide_city();
    let wallet = Wallet::new();
    provide_context(wallet);
    provide_money(wallet);
    wallet.lock_with(provide_auto_lock(wallet));
    spawn_local(wallet.start());
    load_ahead_of(wallet);
    view! {
        <Router>
            <Shell />
        </Router>
    }
}

/// While somebody types a password, what stands behind it comes; once the wallet is open, the rest.
fn load_ahead_of(wallet: Wallet) {
    let lock = Memo::new(move |_| wallet.lock_state());
    Effect::new(move |_| match lock.get() {
        None => {}
        Some(LockState::NoVault) => load_ahead(part::create),
        Some(LockState::Locked) => load_ahead(part::home),
        Some(LockState::Unlocked) => [part::home, part::places, part::security]
            .into_iter()
            .for_each(load_ahead),
    });
}

/// The button that was pressed is gone then, and the focus with it: it moves to what stands there now.
fn focus_when_locked_or_opened(wallet: Wallet, main: NodeRef<html::Main>) {
    let lock = Memo::new(move |_| wallet.lock_state());
    Effect::new(move |before: Option<Option<LockState>>| {
        let now = lock.get();
        if before.flatten().is_some_and(|before| Some(before) != now)
            && let Some(main) = main.get_untracked()
        {
            let _ = main.focus();
        }
        now
    });
}

/// Bars, page, notice of the zone.
#[component]
fn Shell() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let path = use_location().pathname;
    let main = NodeRef::<html::Main>::new();
    focus_when_locked_or_opened(wallet, main);
    // The pay page leads here whoever has no wallet or too little money yet.
    let pay_waits = window().location().search().is_ok_and(|search| search == "?pay");
    // Until the worker has answered, what this browser remembers of a vault decides: the page stands still when it does.
    let remembered = read_vault_marker() == VaultMarker::Made;
    let has_vault = Memo::new(move |_| {
        wallet
            .lock_state()
            .map_or(remembered, |lock| lock != LockState::NoVault)
    });
    // Making a wallet is one straight way: nothing beside it.
    let bare = move || match path.get().as_str() {
        "/create" | "/restore" => true,
        "/" => !has_vault.get(),
        _ => false,
    };
    view! {
        <a class="skip visually-hidden" href="#main">{move || i18n.text(Key::AppSkip)}</a>
        {move || {
            (!bare())
                .then(|| view! { <a class="skip visually-hidden" href="#sections">{move || i18n.text(Key::AppSkipToSections)}</a> })
        }}
        <div class="shell" class:bare=bare>
            <header class="bar no-print">
                <Brand />
                <span class="badge">{move || i18n.text(Key::DemoBadge)}</span>
                <div class="row">
                    <LanguageSwitch />
                    {move || {
                        (!bare() && wallet.lock_state() == Some(LockState::Unlocked))
                            .then(|| {
                                view! {
                                    <button
                                        type="button"
                                        class="icon-button"
                                        data-testid="lock"
                                        aria-label=move || i18n.text(Key::HomeLock)
                                        title=move || i18n.text(Key::HomeLock)
                                        on:click=move |_| spawn_local(wallet.lock())
                                    >
                                        <Glyph icon=Icon::Lock />
                                    </button>
                                }
                            })
                    }}
                </div>
            </header>
            <main id="main" class="wallet" tabindex="-1" node_ref=main>
                <UpdateNotice />
                {pay_waits.then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::AppPayWaits).to_owned()) /> })}
                {move || {
                    wallet.trouble.get().map(|trouble| {
                        view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }
                    })
                }}
                <WalletRoutes />
            </main>
            <footer>
                <a href="/help">{move || i18n.text(Key::HelpTitle)}</a>
                {move || {
                    wallet.registry.get().map(|registry| {
                        view! {
                            <p class="notice">
                                {move || i18n.local(&registry.notice)} " "
                                <a href="/zone">{move || i18n.text(Key::ZoneLink)}</a>
                            </p>
                        }
                    })
                }}
            </footer>
            {move || (!bare()).then(|| view! { <NavBar sections=SECTIONS brand=ViewFn::from(|| view! { <Brand /> }) /> })}
        </div>
        <LockWarning />
        <ToastArea />
    }
}

#[component]
fn Brand() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="brand" href="/">
            <img class="brand-mark" src="/icon.svg" alt="" width="32" height="32" />
            <span class="brand-name">{move || i18n.text(Key::AppName)}</span>
        </a>
    }
}

/// Start, unlock or home, by the state of the vault.
#[component]
pub(crate) fn FrontPage() -> impl IntoView {
    view! {
        <Unlocked>
            <Lazy load=part::home wide=true />
        </Unlocked>
    }
}

/// What needs an open wallet: until then the way to one stands in its place, and the address stays.
#[component]
pub(crate) fn Unlocked(
    /// What is shown once the wallet is open.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let lock = Memo::new(move |_| wallet.lock_state());
    move || match lock.get() {
        // A vault that cannot be read is restored from its words.
        None if wallet.trouble.with(Option::is_some) => {
            view! { <a class="button quiet" href="/restore">{move || i18n.text(Key::StartRestore)}</a> }
                .into_any()
        }
        None => view! {
            <div class="card">
                <h1 class="visually-hidden">{move || i18n.text(Key::AppName)}</h1>
                <Skeleton lines=5 />
            </div>
        }
        .into_any(),
        Some(LockState::NoVault) => view! { <StartPage /> }.into_any(),
        Some(LockState::Locked) => view! { <UnlockPage /> }.into_any(),
        Some(LockState::Unlocked) => children().into_any(),
    }
}
