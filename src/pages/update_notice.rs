use browser::{WaitingBuild, keep_pages_offline};
use leptos::{prelude::*, task::spawn_local};

use crate::i18n::{Key, use_i18n};

/// Keeps the wallet's pages for use without a network, and says when a newer build waits. Nothing is replaced under an open
/// page: its owner decides when.
#[component]
pub(crate) fn UpdateNotice() -> impl IntoView {
    let i18n = use_i18n();
    let waiting = RwSignal::new_local(None::<WaitingBuild>);
    spawn_local(keep_pages_offline("/sw.js", move |build| {
        // The page may be gone by then.
        let _ = waiting.try_set(Some(build));
    }));
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
