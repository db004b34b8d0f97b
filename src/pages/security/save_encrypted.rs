use key_worker::protocol::{Request, Response};
use leptos::{ev::SubmitEvent, html::Input, prelude::*};

use crate::{
    components::{PasswordField, take_password},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::StrengthNote,
        security::owner::{FormNotes, FormState, prove_owner},
        wallet::Wallet,
    },
    services::save_file,
};

/// The present password, a password for the file, and a button that saves what the worker writes.
#[component]
pub(super) fn SaveEncrypted(
    /// Of the present password's field.
    owner: &'static str,
    /// Of the file's password's field.
    password: &'static str,
    /// Of the button.
    save: &'static str,
    /// What is asked for; its answer is a file.
    request: Request,
    /// What the file is called.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let (now, file) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(now), Some(file)) = (now.get_untracked(), file.get_untracked()) else {
            return;
        };
        let (now, file) = (take_password(&now), take_password(&file));
        let (request, name) = (request.clone(), name.clone());
        state.run(async move {
            prove_owner(wallet, now).await?;
            if let (Response::File(text), _) = wallet.ask_with(&request, file).await? {
                save_file(&name, &text);
            }
            Ok(())
        });
    };
    let label = move |key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <form class="stack" on:submit=on_submit>
            <PasswordField
                node=now
                id=owner
                label=label(Key::KeysPasswordNow)
                autocomplete="current-password"
            />
            <StrengthNote node=file>
                <PasswordField
                    node=file
                    id=password
                    label=label(Key::KeysFilePassword)
                    autocomplete="new-password"
                    hint=label(Key::PasswordHint)
                />
            </StrengthNote>
            <FormNotes state />
            <button type="submit" class="button" data-testid=save disabled=move || state.busy.get()>
                {move || i18n.text(Key::KeysFileSave)}
            </button>
        </form>
    }
}
