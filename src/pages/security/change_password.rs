use key_worker::protocol::Request;
use leptos::{ev::SubmitEvent, html::Input, prelude::*};

use crate::{
    components::{PasswordField, Toasts, take_password},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::StrengthNote,
        security::owner::{FormNotes, FormState, prove_owner},
        wallet::{Wallet, WalletTrouble},
    },
};

/// The present password, the new one twice.
#[component]
pub(super) fn ChangePassword() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let state = FormState::new();
    let [now, first, second] = [(); 3].map(|()| NodeRef::<Input>::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(now), Some(first), Some(second)) =
            (now.get_untracked(), first.get_untracked(), second.get_untracked())
        else {
            return;
        };
        let (now, first, second) = (take_password(&now), take_password(&first), take_password(&second));
        state.run(async move {
            if first != second {
                return Err(WalletTrouble::PasswordMismatch);
            }
            prove_owner(wallet, now).await?;
            wallet.ask_with(&Request::ChangePassword, first).await?;
            toasts.show(i18n.text(Key::KeysPasswordChanged));
            Ok(())
        });
    };
    let label = move |key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <form class="card" on:submit=on_submit>
            <h2>{move || i18n.text(Key::KeysPasswordTitle)}</h2>
            <PasswordField
                node=now
                id="password-now"
                label=label(Key::KeysPasswordNow)
                autocomplete="current-password"
            />
            <StrengthNote node=first>
                <PasswordField
                    node=first
                    id="password-next"
                    label=label(Key::KeysPasswordNext)
                    autocomplete="new-password"
                    hint=label(Key::PasswordHint)
                />
            </StrengthNote>
            <PasswordField
                node=second
                id="password-again"
                label=label(Key::PasswordRepeat)
                autocomplete="new-password"
            />
            <FormNotes state />
            <button type="submit" class="button" data-testid="password-change" disabled=move || state.busy.get()>
                {move || i18n.text(Key::KeysPasswordSubmit)}
            </button>
        </form>
    }
}
