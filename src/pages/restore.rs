use key_worker::protocol::{ReadWordsRequest, Request};
use leptos::{ev::SubmitEvent, html::Textarea, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, take_text},
    i18n::{Key, use_i18n},
    pages::{
        choose_password::ChoosePassword,
        wallet::{Wallet, WalletTrouble},
    },
};

/// Words typed in, checked, then a password.
#[component]
pub(crate) fn RestorePage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let words = NodeRef::<Textarea>::new();
    let trouble = RwSignal::new(None::<WalletTrouble>);
    let checked = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(area) = words.get() else { return };
        // Kept in the field until they are right, so that one wrong word can be mended.
        let typed = take_text(&area);
        let shown = typed.clone();
        trouble.set(None);
        spawn_local(async move {
            match wallet
                .ask_with(&Request::ReadWords(ReadWordsRequest::default()), typed)
                .await
            {
                Ok(_) => checked.set(true),
                Err(error) => {
                    area.set_value(std::str::from_utf8(&shown).unwrap_or_default());
                    trouble.set(Some(error));
                }
            }
        });
    };
    view! {
        {move || {
            if checked.get() {
                return view! { <ChoosePassword /> }.into_any();
            }
            view! {
                <form class="card" on:submit=on_submit>
                    <h1>{move || i18n.text(Key::RestoreTitle)}</h1>
                    <div class="field">
                        <label for="restore-words">{move || i18n.text(Key::RestoreLabel)}</label>
                        <textarea
                            node_ref=words
                            id="restore-words"
                            data-testid="restore-words"
                            rows="4"
                            autocomplete="off"
                            autocapitalize="none"
                            spellcheck="false"
                            translate="no"
                            required
                            aria-describedby="restore-hint"
                        ></textarea>
                        <p class="hint" id="restore-hint">{move || i18n.text(Key::RestoreHint)}</p>
                    </div>
                    {move || {
                        trouble.get().map(|trouble| {
                            view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }
                        })
                    }}
                    <div class="actions">
                        <button type="submit" class="button" data-testid="restore-submit">
                            {move || i18n.text(Key::RestoreSubmit)}
                        </button>
                        <a class="button quiet" href="/">{move || i18n.text(Key::ActionBack)}</a>
                    </div>
                </form>
            }
                .into_any()
        }}
    }
}
