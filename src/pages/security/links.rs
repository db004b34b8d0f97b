use leptos::prelude::*;

use crate::{
    components::{Icon, Item},
    i18n::{Key, use_i18n},
};

/// The ways from the settings to the pages about keys.
#[component]
pub(crate) fn SecurityLinks() -> impl IntoView {
    let i18n = use_i18n();
    let title = move |key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <section class="card">
            <Item icon=Icon::Lock title=title(Key::KeysSecurityTitle) href="/settings/security" />
            <Item icon=Icon::Shield title=title(Key::KeysBackupTitle) href="/settings/backup" />
            <Item icon=Icon::People title=title(Key::KeysAccountsTitle) href="/settings/accounts" />
        </section>
    }
}
