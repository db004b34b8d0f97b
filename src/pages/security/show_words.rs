use key_worker::protocol::{Request, SourceRequest};
use leptos::{html::Ol, prelude::*};
use zeroize::Zeroizing;

use crate::{
    i18n::{Key, use_i18n},
    pages::{
        security::owner::{FormState, OwnerForm, prove_owner},
        wallet::Wallet,
    },
};

/// Shows the words of a source after the password. They go from the transferred buffer straight into the list.
#[component]
pub(super) fn ShowWords(
    /// Which source.
    source: u32,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let list = NodeRef::<Ol>::new();
    let state = FormState::new();
    let show = move |password: Zeroizing<Vec<u8>>| {
        state.run(async move {
            prove_owner(wallet, password).await?;
            let request = Request::ExportWords(SourceRequest { source });
            let (_, words) = wallet.ask_with(&request, Zeroizing::default()).await?;
            let words = std::str::from_utf8(&words).unwrap_or_default();
            let Some(list) = list.get_untracked() else {
                return Ok(());
            };
            list.set_text_content(None);
            // After a zero byte comes the passphrase, which is shown as the last line.
            for word in words.split([' ', '\0']) {
                if let Ok(item) = document().create_element("li") {
                    item.set_text_content(Some(word));
                    // A list takes items.
                    let _ = list.append_child(&item);
                }
            }
            Ok(())
        });
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::KeysWordsTitle)}</h2>
            <p>{move || i18n.text(Key::KeysWordsLead)}</p>
            <ol class="words" translate="no" node_ref=list data-testid="shown-words"></ol>
            <OwnerForm
                id="words-password"
                submit=Signal::derive(move || i18n.text(Key::KeysWordsShow).to_owned())
                state
                work=show
            />
        </section>
    }
}
