use key_worker::protocol::{ReadAddressRequest, ReadWordsRequest, Request};
use leptos::{ev::SubmitEvent, html::Input, prelude::*};

use crate::{
    components::{PasswordField, SelectField, Toasts, take_password},
    i18n::{Key, use_i18n},
    pages::{
        security::owner::{FormNotes, FormState},
        wallet::Wallet,
    },
};

/// Words, a private key, or an address to be looked at, added to the open wallet.
#[component]
pub(super) fn Import() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let state = FormState::new();
    let secret = NodeRef::<Input>::new();
    let kind = RwSignal::new(KEY.to_owned());
    let kinds = Signal::derive(move || {
        [
            (KEY, Key::KeysImportKey),
            (WORDS, Key::KeysImportWords),
            (ADDRESS, Key::KeysImportAddress),
        ]
        .map(|(code, name)| (code.to_owned(), i18n.text(name).to_owned()))
        .to_vec()
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = secret.get_untracked() else {
            return;
        };
        let typed = take_password(&input);
        let kind = kind.get_untracked();
        state.run(async move {
            if kind == ADDRESS {
                let address = String::from_utf8_lossy(&typed).into_owned();
                wallet
                    .ask(&Request::ReadAddress(ReadAddressRequest { address }))
                    .await?;
            } else if kind == WORDS {
                let request = Request::ReadWords(ReadWordsRequest::default());
                wallet.ask_with(&request, typed).await?;
            } else {
                wallet.ask_with(&Request::ReadPrivateKey, typed).await?;
            }
            wallet.ask(&Request::AddToVault).await?;
            toasts.show(i18n.text(Key::KeysImportDone));
            Ok(())
        });
    };
    view! {
        <form class="card" on:submit=on_submit>
            <h2>{move || i18n.text(Key::KeysImportTitle)}</h2>
            <SelectField
                id="import-kind"
                label=Signal::derive(move || i18n.text(Key::KeysImportKind).to_owned())
                value=kind
                options=kinds
            />
            <PasswordField
                node=secret
                id="import-secret"
                label=Signal::derive(move || i18n.text(Key::KeysImportSecret).to_owned())
                autocomplete="off"
                hint=Signal::derive(move || i18n.text(Key::KeysImportHint).to_owned())
            />
            <FormNotes state />
            <button type="submit" class="button" data-testid="import-submit" disabled=move || state.busy.get()>
                {move || i18n.text(Key::KeysImportSubmit)}
            </button>
        </form>
    }
}

const KEY: &str = "key";
const WORDS: &str = "words";
const ADDRESS: &str = "address";
