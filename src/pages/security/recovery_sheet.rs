use leptos::prelude::*;

use crate::{
    components::{Glyph, Icon, Page},
    i18n::{Key, use_i18n},
};

/// Lines for so many words; a phrase of twelve fills the first column.
const WORDS: usize = 24;

/// An empty sheet of one A4 page for the words to be written on by hand. It is empty on purpose: what is printed goes through
/// queues and printers that keep it.
#[component]
pub(crate) fn RecoverySheetPage() -> impl IntoView {
    let i18n = use_i18n();
    let origin = window().location().origin().unwrap_or_default();
    let rules = [
        Key::SheetRule1,
        Key::SheetRule2,
        Key::SheetRule3,
        Key::SheetRule4,
        Key::SheetRule5,
    ];
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::SheetTitle).to_owned()) back="/">
            <p class="no-print">{move || i18n.text(Key::SheetLead)}</p>
            <div class="actions no-print">
                <button
                    type="button"
                    class="button"
                    data-testid="sheet-print"
                    on:click=move |_| {
                        let _ = window().print();
                    }
                >
                    <Glyph icon=Icon::Print />
                    {move || i18n.text(Key::SheetPrint)}
                </button>
            </div>
            <article class="sheet-a4" data-testid="recovery-sheet">
                <p class="sheet-name">
                    <strong translate="no">"CryptoCity"</strong>
                    " · "
                    {move || i18n.text(Key::SheetTitle)}
                </p>
                <section>
                    <h2>{move || i18n.text(Key::SheetWords)}</h2>
                    <ol class="write-here">{(0..WORDS).map(|_| view! { <li></li> }).collect_view()}</ol>
                </section>
                <section>
                    <h2>{move || i18n.text(Key::SheetPassphrase)}</h2>
                    <h2>{move || i18n.text(Key::SheetAddress)}</h2>
                    <p class="write-line"></p>
                    <h2>{move || i18n.text(Key::SheetDate)}</h2>
                    <p class="write-line"></p>
                </section>
                <ul class="points">
                    {rules
                        .into_iter()
                        .map(|rule| {
                            let origin = origin.clone();
                            view! { <li>{move || i18n.fill(rule, &[("origin", &origin)])}</li> }
                        })
                        .collect_view()}
                </ul>
            </article>
        </Page>
    }
}
