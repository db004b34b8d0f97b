use leptos::prelude::*;

use crate::{
    components::{Item, NavPlace, Page},
    i18n::{Key, use_i18n},
    pages::sections::SECTIONS,
};

/// The sections that the bar of a phone has no room for.
#[component]
pub(crate) fn MorePage() -> impl IntoView {
    let i18n = use_i18n();
    let rows = SECTIONS
        .iter()
        .filter(|section| section.place == NavPlace::Rail)
        .map(move |section| {
            view! {
                <li>
                    <Item
                        icon=section.icon
                        title=Signal::derive(move || i18n.text(section.name).to_owned())
                        href=section.href.to_owned()
                    />
                </li>
            }
        });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::MoreTitle).to_owned())>
            <div class="card">
                <ul class="rows">{rows.collect_view()}</ul>
            </div>
        </Page>
    }
}
