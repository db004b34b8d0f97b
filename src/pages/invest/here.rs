use key_worker::protocol::LockState;
use leptos::prelude::*;

use crate::{
    components::Skeleton,
    i18n::{Key, use_i18n},
    pages::{
        invest::Offered,
        lazy::{Lazy, part},
        unlock::UnlockForm,
        wallet::Wallet,
    },
};

/// What stands on an offering's page that can be subscribed: the way to an open wallet, or what needs one, which comes as a
/// part of its own.
#[component]
pub(crate) fn SubscribeHere(
    /// What is subscribed.
    offered: Offered,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    provide_context(offered);
    let lock = Memo::new(move |_| wallet.lock_state());
    let heading = move || view! { <h2>{move || i18n.text(Key::SubscribeTitle)}</h2> };
    view! {
        <section class="stack" data-testid="subscribe">
            {move || match lock.get() {
                // The wallet's own trouble stands above the page.
                None if wallet.trouble.with(Option::is_some) => ().into_any(),
                None => view! {
                    <div class="card">
                        <Skeleton />
                    </div>
                }
                    .into_any(),
                Some(LockState::NoVault) => view! {
                    <div class="card">
                        {heading()}
                        <p>{move || i18n.text(Key::SubscribeNeedsWallet)}</p>
                        <div class="actions">
                            <a class="button" href="/create" data-testid="subscribe-create">
                                {move || i18n.text(Key::StartCreate)}
                            </a>
                            <a class="button quiet" href="/restore">{move || i18n.text(Key::StartRestore)}</a>
                        </div>
                    </div>
                }
                    .into_any(),
                Some(LockState::Locked) => view! {
                    <UnlockForm>
                        {heading()}
                        <p>{move || i18n.text(Key::SubscribeNeedsUnlock)}</p>
                    </UnlockForm>
                }
                    .into_any(),
                Some(LockState::Unlocked) => view! { <Lazy load=part::subscribe /> }.into_any(),
            }}
        </section>
    }
}

/// The units one holds, above the offerings; nothing without an open wallet.
#[component]
pub(crate) fn HoldingsHere(
    /// Offerings that can be subscribed, and their names.
    offered: Vec<(String, Offered)>,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let lock = Memo::new(move |_| wallet.lock_state());
    provide_context(offered);
    move || (lock.get() == Some(LockState::Unlocked)).then(|| view! { <Lazy load=part::holdings /> })
}
