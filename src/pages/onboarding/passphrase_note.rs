use leptos::{html::Input, prelude::*};

use crate::{
    components::PasswordField,
    i18n::{Key, use_i18n},
};

/// What a passphrase does, in three sentences, beside the field for it.
#[component]
pub(super) fn PassphraseField(
    /// The element.
    node: NodeRef<Input>,
    /// Unique in the page.
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PasswordField
            node
            id
            label=Signal::derive(move || i18n.text(Key::PassphraseLabel).to_owned())
            autocomplete="off"
            required=false
        />
        <ul class="points">
            <li>{move || i18n.text(Key::PassphraseOther)}</li>
            <li>{move || i18n.text(Key::PassphraseLost)}</li>
            <li>{move || i18n.text(Key::PassphraseUnsure)}</li>
        </ul>
    }
}
