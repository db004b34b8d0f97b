use key_worker::protocol::{ReadAddressRequest, Request};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::{
    components::{Tabs, TextField, Toasts},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::{Discovery, FileForm, KeyForm, WordsForm},
        security::owner::{FormNotes, FormState},
        wallet::Wallet,
    },
};

const WORDS: &str = "words";
const FILE: &str = "file";
const KEY: &str = "key";
const ADDRESS: &str = "address";

/// Words, a file, a private key, or an address to be looked at, added to the open wallet.
#[component]
pub(super) fn Import() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let state = FormState::new();
    let kind = RwSignal::new(WORDS);
    // Words that were read wait for a look at what they were used for.
    let looking = RwSignal::new(false);
    let kinds = Signal::derive(move || {
        [
            (WORDS, Key::KeysImportWords),
            (FILE, Key::RestoreByFile),
            (KEY, Key::RestoreByKey),
            (ADDRESS, Key::KeysImportAddress),
        ]
        .map(|(kind, name)| (kind, i18n.text(name).to_owned()))
        .to_vec()
    });
    let add = Callback::new(move |()| {
        looking.set(false);
        state.run(async move {
            wallet.ask(&Request::AddToVault).await?;
            toasts.show(i18n.text(Key::KeysImportDone));
            Ok(())
        });
    });
    view! {
        <section class="stack" aria-labelledby="import-title">
            <h2 id="import-title">{move || i18n.text(Key::KeysImportTitle)}</h2>
            <Tabs
                label=Signal::derive(move || i18n.text(Key::KeysImportKind).to_owned())
                tabs=kinds
                selected=kind
                panel="import-panel"
            />
            <div id="import-panel" role="tabpanel">
                {move || match (looking.get(), kind.get()) {
                    (true, _) => view! { <Discovery source=None quick=true done=add /> }.into_any(),
                    (_, FILE) => view! { <FileForm done=add /> }.into_any(),
                    (_, KEY) => view! { <KeyForm done=add /> }.into_any(),
                    (_, ADDRESS) => view! { <AddressForm done=add /> }.into_any(),
                    _ => view! { <WordsForm done=Callback::new(move |_| looking.set(true)) /> }.into_any(),
                }}
            </div>
            <FormNotes state />
        </section>
    }
}

#[component]
fn AddressForm(done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let typed = RwSignal::new(String::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let address = typed.get_untracked();
        state.run(async move {
            wallet
                .ask(&Request::ReadAddress(ReadAddressRequest { address }))
                .await?;
            done.run(());
            Ok(())
        });
    };
    view! {
        <form class="card" on:submit=on_submit>
            <TextField
                id="watch-address"
                label=Signal::derive(move || i18n.text(Key::KeysImportAddress).to_owned())
                value=typed
                hint=Signal::derive(move || i18n.text(Key::KeysImportAddressHint).to_owned())
            />
            <FormNotes state />
            <button type="submit" class="button" data-testid="address-submit" disabled=move || state.busy.get()>
                {move || i18n.text(Key::KeysImportSubmit)}
            </button>
        </form>
    }
}
