use key_worker::protocol::{PayRequest, Request};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, PasswordField, take_password},
    i18n::{Key, use_i18n, use_title},
    pages::{
        security::PasskeyUnlock,
        wallet::{Wallet, WalletTrouble},
    },
};

/// The vault is closed.
#[component]
pub(crate) fn UnlockPage() -> impl IntoView {
    let i18n = use_i18n();
    use_title(Signal::derive(move || i18n.text(Key::UnlockTitle).to_owned()));
    view! {
        <UnlockForm>
            <h1>{move || i18n.text(Key::UnlockTitle)}</h1>
        </UnlockForm>
    }
}

/// The form that opens the vault, on a page of its own or on one that needs an open wallet.
#[component]
pub(crate) fn UnlockForm(
    /// Heading and reason.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let password = NodeRef::<Input>::new();
    let trouble = RwSignal::new(None::<WalletTrouble>);
    let busy = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = password.get() else { return };
        if busy.get_untracked() {
            return;
        }
        let typed = take_password(&input);
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = wallet.ask_with(&Request::Pay(PayRequest::Unlock), typed).await {
                trouble.set(Some(error));
            }
            busy.set(false);
        });
    };
    view! {
        <form class="card" on:submit=on_submit>
            {children()}
            <PasswordField
                node=password
                id="unlock-password"
                label=Signal::derive(move || i18n.text(Key::PasswordNew).to_owned())
                autocomplete="current-password"
            />
            {move || {
                trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })
            }}
            {move || {
                busy.get().then(|| {
                    view! { <BusyText text=Signal::derive(move || i18n.text(Key::UnlockBusy).to_owned()) /> }
                })
            }}
            <button type="submit" class="button" data-testid="unlock-submit" disabled=move || busy.get()>
                {move || i18n.text(Key::UnlockSubmit)}
            </button>
            <PasskeyUnlock />
            <a href="/restore" data-testid="forgot-password">{move || i18n.text(Key::UnlockForgot)}</a>
        </form>
    }
}
