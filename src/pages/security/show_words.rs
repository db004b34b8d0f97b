use key_worker::protocol::{Request, Response, SourceRequest};
use leptos::{
    html::{Code, H2, Ol},
    prelude::*,
};
use zeroize::Zeroizing;

use crate::{
    components::focus_on,
    i18n::{Key, use_i18n},
    pages::{
        onboarding::show_words,
        security::owner::{FormState, OwnerForm, prove_owner},
        wallet::Wallet,
    },
};

/// Shows the words of a source after the password, until they are hidden again. They go from the transferred buffer
/// straight into the list.
#[component]
pub(super) fn ShowWords(
    /// Which source.
    source: u32,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let (list, passphrase) = (NodeRef::<Ol>::new(), NodeRef::<Code>::new());
    let heading = NodeRef::<H2>::new();
    let state = FormState::new();
    // Whether words are on the page, and a passphrase with them; no signal holds either.
    let (shown, with_passphrase) = (RwSignal::new(false), RwSignal::new(false));
    let language = RwSignal::new(String::new());
    let show = move |password: Zeroizing<Vec<u8>>| {
        state.run(async move {
            prove_owner(wallet, password).await?;
            let request = Request::ExportWords(SourceRequest { source });
            let (response, exported) = wallet.ask_with(&request, Zeroizing::default()).await?;
            if let Response::Words { language: tag } = response {
                language.set(tag);
            }
            // After a zero byte comes the passphrase.
            let mut parts = exported.splitn(2, |byte| *byte == 0);
            if let (Some(list), Some(words)) = (list.get_untracked(), parts.next()) {
                show_words(&list, words);
            }
            if let (Some(place), Some(text)) = (passphrase.get_untracked(), parts.next()) {
                place.set_text_content(std::str::from_utf8(text).ok());
                with_passphrase.set(true);
            }
            shown.set(true);
            focus_on(list);
            Ok(())
        });
    };
    let hide = move |_| {
        if let Some(list) = list.get_untracked() {
            list.set_text_content(None);
        }
        if let Some(place) = passphrase.get_untracked() {
            place.set_text_content(None);
        }
        shown.set(false);
        with_passphrase.set(false);
        focus_on(heading);
    };
    view! {
        <section class="card">
            <h2 tabindex="-1" node_ref=heading>
                {move || i18n.text(Key::KeysWordsTitle)}
            </h2>
            <p>{move || i18n.text(Key::KeysWordsLead)}</p>
            <ol
                class="words"
                role="list"
                tabindex="-1"
                lang=move || language.get()
                translate="no"
                node_ref=list
                data-testid="shown-words"
            ></ol>
            <p hidden=move || !with_passphrase.get()>
                {move || i18n.text(Key::PassphraseLabel)}
                ": "
                <code translate="no" node_ref=passphrase data-testid="shown-passphrase"></code>
            </p>
            {move || {
                if shown.get() {
                    return view! {
                        <button type="button" class="button" data-testid="words-hide" on:click=hide>
                            {move || i18n.text(Key::KeysWordsHide)}
                        </button>
                    }
                        .into_any();
                }
                view! {
                    <OwnerForm
                        id="words-password"
                        submit=Signal::derive(move || i18n.text(Key::KeysWordsShow).to_owned())
                        state
                        work=show
                    />
                }
                    .into_any()
            }}
        </section>
    }
}
