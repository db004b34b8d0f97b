use js_sys::JsString;
use key_worker::protocol::{FileRequest, Request};
use leptos::{ev::SubmitEvent, html::Input, prelude::*};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use crate::{
    components::{Field, Glyph, Icon, PasswordField, describes, take_password},
    i18n::{Key, use_i18n},
    pages::{
        security::{FormNotes, FormState},
        wallet::{Wallet, WalletTrouble},
    },
};

/// Larger than any file this wallet reads, in bytes.
const LARGEST: f64 = 1_048_576.0;

/// A backup or keystore file with its password, opened by the worker, which then keeps what is in it.
#[component]
pub(crate) fn FileForm(
    /// Called once it is open.
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let (file, password) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(file), Some(password)) = (file.get_untracked(), password.get_untracked()) else {
            return;
        };
        let typed = take_password(&password);
        state.run(async move {
            let text = read_text(&file).await.ok_or(WalletTrouble::File)?;
            let request = FileRequest { text };
            let request = if request.text.contains("cryptocityBackup") {
                Request::ReadBackup(request)
            } else {
                Request::ReadKeystore(request)
            };
            wallet.ask_with(&request, typed).await?;
            done.run(());
            Ok(())
        });
    };
    let chosen = RwSignal::new(None::<String>);
    let label = move |key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <form class="card" on:submit=on_submit>
            <Field id="wallet-file" label=label(Key::ImportFile) hint=label(Key::ImportFileHint)>
                <label class="button quiet">
                    <Glyph icon=Icon::Upload />
                    {move || chosen.get().unwrap_or_else(|| i18n.text(Key::ImportChoose).to_owned())}
                    <input
                        node_ref=file
                        id="wallet-file"
                        data-testid="wallet-file"
                        type="file"
                        accept=".json,application/json"
                        required
                        aria-describedby=describes("wallet-file")
                        on:change=move |_| chosen.set(file.get_untracked().and_then(|input| name_of(&input)))
                    />
                </label>
            </Field>
            <PasswordField
                node=password
                id="wallet-file-password"
                label=label(Key::KeysFilePassword)
                autocomplete="off"
            />
            <FormNotes state />
            <button type="submit" class="button" data-testid="file-submit" disabled=move || state.busy.get()>
                {move || i18n.text(Key::ImportFileSubmit)}
            </button>
        </form>
    }
}

/// The text of the chosen file; nothing for one that is none or cannot be read.
async fn read_text(input: &HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    if file.size() > LARGEST {
        return None;
    }
    let text = JsFuture::from(file.text()).await.ok()?;
    text.dyn_into::<JsString>().ok().map(String::from)
}

/// The name of the chosen file, for the eye only: made harmless.
fn name_of(input: &HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    Some(clearsign::neutralise(&file.name()))
}
