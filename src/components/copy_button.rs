use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
};

/// Copies a text and says so; without permission nothing happens and nothing is said.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text.get_untracked());
        spawn_local(async move {
            copied.set(JsFuture::from(promise).await.is_ok());
        });
    };
    view! {
        <button type="button" class="button quiet small" on:click=copy>
            {move || {
                let icon = if copied.get() { Icon::Check } else { Icon::Copy };
                view! { <Glyph icon /> }
            }}
            <span aria-live="polite">
                {move || i18n.text(if copied.get() { Key::ActionCopied } else { Key::ActionCopy })}
            </span>
        </button>
    }
}
