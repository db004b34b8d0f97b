use leptos::prelude::*;

use crate::i18n::{Key, use_i18n};

/// Rows of a list of facts (`dl.facts`): names and values, in the language of the moment.
#[component]
pub fn FactRows(
    /// A name and its value each.
    #[prop(into)]
    rows: Signal<Vec<(Key, String)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let row = |(name, value)| {
            view! {
                <dt>{i18n.text(name)}</dt>
                <dd>{value}</dd>
            }
        };
        rows.get().into_iter().map(row).collect_view()
    }
}
