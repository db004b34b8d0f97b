use leptos::prelude::*;

use crate::i18n::{Key, use_i18n};

/// What a chart shows, as a table that opens below it.
#[component]
pub fn ChartTable(
    /// The heads of both columns.
    head: [&'static str; 2],
    /// A row each: what it is of, and the value.
    rows: Vec<[String; 2]>,
) -> impl IntoView {
    let i18n = use_i18n();
    let heads = head.map(|text| view! { <th scope="col">{text}</th> });
    let rows = rows.into_iter().map(|[name, value]| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{value}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>{move || i18n.text(Key::ChartTable)}</summary>
            <table class="table">
                <thead>
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}
