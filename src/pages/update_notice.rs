use browser::{WaitingBuild, keep_pages_offline};
use key_worker::protocol::LockState;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

/// Keeps the wallet's pages for use without a network, and says when a newer build waits. Nothing is replaced under an open
/// page: its owner decides when. Somebody who only looks around downloads nothing for it: it begins with the first wallet.
#[component]
pub(crate) fn UpdateNotice() -> impl IntoView {
    let i18n = use_i18n();
    let waiting = RwSignal::new_local(None::<WaitingBuild>);
    let wallet = Wallet::expect();
    let has_wallet = Memo::new(move |_| {
        let lock = wallet.lock_state();
        lock.is_some_and(|lock| lock != LockState::NoVault)
    });
    Effect::new(move |begun: Option<bool>| {
        if begun == Some(true) {
            return true;
        }
        let begin = has_wallet.get();
        if begin {
            spawn_local(keep_pages_offline("/sw.js", move |build| {
                // The page may be gone by then.
                let _ = waiting.try_set(Some(build));
            }));
        }
        begin
    });
    move || {
        waiting.get().map(|build| {
            view! {
                <div class="notice row" role="status" data-testid="update-ready">
                    <span>{move || i18n.text(Key::UpdateReady)}</span>
                    <button type="button" class="button quiet" on:click=move |_| build.activate()>
                        {move || i18n.text(Key::UpdateNow)}
                    </button>
                </div>
            }
        })
    }
}
