use leptos::prelude::*;

use crate::{
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

/// Says that the wallet is about to lock for lack of use, with time left to keep it open: any touch or key does
/// ([WCAG 2.2.1](https://www.w3.org/TR/WCAG22/#timing-adjustable)). The region is always there, so that it is announced.
#[component]
pub(crate) fn LockWarning() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    view! {
        <div class="toasts" role="alert">
            {move || {
                wallet
                    .locks_soon
                    .get()
                    .then(|| {
                        view! {
                            <div class="toast" data-testid="locks-soon">
                                <span>{move || i18n.text(Key::KeysLockSoon)}</span>
                                // Touching it is what keeps the wallet open; screen readers press without touching.
                                <button
                                    type="button"
                                    class="button"
                                    on:click=move |_| wallet.stay_open()
                                >
                                    {move || i18n.text(Key::KeysLockStay)}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
