use key_worker::protocol::{MakeWordsRequest, Request};
use leptos::{html::Ol, prelude::*, task::spawn_local};

use crate::{
    components::Alert,
    i18n::{Key, use_i18n},
    pages::{
        choose_password::ChoosePassword,
        wallet::{Wallet, WalletTrouble},
    },
};

/// New words, written down, then a password.
#[component]
pub(crate) fn CreatePage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let list = NodeRef::<Ol>::new();
    let trouble = RwSignal::new(None::<WalletTrouble>);
    let written_down = RwSignal::new(false);

    // The words go from the transferred buffer straight into the list's text; no signal ever holds them.
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        spawn_local(async move {
            match wallet
                .ask_with(
                    &Request::MakeWords(MakeWordsRequest { long: false }),
                    zeroize::Zeroizing::default(),
                )
                .await
            {
                Ok((_, words)) => {
                    let words = std::str::from_utf8(&words).unwrap_or_default();
                    list.set_text_content(None);
                    for word in words.split(' ') {
                        if let Ok(item) = document().create_element("li") {
                            item.set_text_content(Some(word));
                            // A list takes items.
                            let _ = list.append_child(&item);
                        }
                    }
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    });

    view! {
        {move || {
            if written_down.get() {
                return view! { <ChoosePassword /> }.into_any();
            }
            view! {
                <section class="card">
                    <h1>{move || i18n.text(Key::WordsTitle)}</h1>
                    <p>{move || i18n.text(Key::WordsLead)}</p>
                    <ol class="words coming" translate="no" node_ref=list data-testid="words-list"></ol>
                    {move || {
                        trouble.get().map(|trouble| {
                            view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> }
                        })
                    }}
                    <div class="actions">
                        <button
                            type="button"
                            class="button"
                            data-testid="words-saved"
                            on:click=move |_| written_down.set(true)
                        >
                            {move || i18n.text(Key::WordsSaved)}
                        </button>
                        <a class="button quiet" href="/">{move || i18n.text(Key::ActionBack)}</a>
                    </div>
                </section>
            }
                .into_any()
        }}
    }
}
