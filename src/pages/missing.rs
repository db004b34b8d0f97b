use leptos::prelude::*;

use crate::{
    components::{Empty, Icon, Page},
    i18n::{Key, use_i18n},
};

/// An address that leads nowhere.
#[component]
pub(crate) fn MissingPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::MissingTitle).to_owned())>
            <Empty
                icon=Icon::Map
                text=Signal::derive(move || i18n.text(Key::MissingText).to_owned())
            >
                <a class="button" href="/">{move || i18n.text(Key::MissingHome)}</a>
            </Empty>
        </Page>
    }
}
