use key_worker::protocol::Request;
use leptos::{ev::SubmitEvent, html::Input, prelude::*};

use crate::{
    components::{PasswordField, take_password},
    i18n::{Key, use_i18n},
    pages::{
        security::{FormNotes, FormState},
        wallet::Wallet,
    },
};

/// A private key, checked by the worker, which then keeps it.
#[component]
pub(crate) fn KeyForm(
    /// Called once it is right.
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let key = NodeRef::<Input>::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = key.get_untracked() else { return };
        let typed = take_password(&input);
        state.run(async move {
            wallet.ask_with(&Request::ReadPrivateKey, typed).await?;
            done.run(());
            Ok(())
        });
    };
    view! {
        <form class="card" on:submit=on_submit>
            <PasswordField
                node=key
                id="private-key"
                label=Signal::derive(move || i18n.text(Key::ImportKey).to_owned())
                autocomplete="off"
                hint=Signal::derive(move || i18n.text(Key::ImportKeyHint).to_owned())
            />
            <FormNotes state />
            <button type="submit" class="button" data-testid="key-submit" disabled=move || state.busy.get()>
                {move || i18n.text(Key::ImportKeySubmit)}
            </button>
        </form>
    }
}
