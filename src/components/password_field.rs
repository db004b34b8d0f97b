use js_sys::JsString;
use leptos::{html::Input, prelude::*};
use web_sys::{Event, EventInit, HtmlInputElement, HtmlTextAreaElement};
use zeroize::{Zeroize as _, Zeroizing};

use crate::i18n::{Key, use_i18n};

/// A labelled password input, with a button that makes it readable. Its value lives in the element alone, never in a signal.
#[component]
pub fn PasswordField(
    /// The element, for [`take_password`].
    node: NodeRef<Input>,
    /// Unique in the page.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// A line below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let i18n = use_i18n();
    let readable = RwSignal::new(false);
    let described_by = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            <div class="password">
                <input
                    node_ref=node
                    id=id
                    data-testid=id
                    type=move || if readable.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    aria-describedby=described_by
                />
                <button
                    type="button"
                    class="password-eye"
                    aria-label=move || i18n.text(Key::ActionShowTyped)
                    title=move || i18n.text(Key::ActionShowTyped)
                    aria-pressed=move || readable.get().to_string()
                    aria-controls=id
                    on:click=move |_| readable.update(|readable| *readable = !*readable)
                ></button>
            </div>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
        </div>
    }
}

/// The field for the password of the wallet itself, where something is to be approved.
#[component]
pub fn WalletPassword(
    /// The element, for [`take_password`].
    node: NodeRef<Input>,
    /// Unique in the page.
    id: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = Signal::derive(move || i18n.text(Key::PayPassword).to_owned());
    view! { <PasswordField node id label autocomplete="current-password" /> }
}

/// Takes the password out of its element as UTF-8 in NFKC and empties the element.
///
/// # Security
/// JavaScript strings cannot be erased; everything this side of them is.
#[must_use]
pub fn take_password(input: &HtmlInputElement) -> Zeroizing<Vec<u8>> {
    let value = input.value();
    input.set_value("");
    // Whoever judged what was typed learns that it is gone.
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = input.dispatch_event(&event);
    }
    normalized(value)
}

/// Takes words out of their element, the same way.
#[must_use]
pub fn take_text(area: &HtmlTextAreaElement) -> Zeroizing<Vec<u8>> {
    let value = area.value();
    area.set_value("");
    normalized(value)
}

fn normalized(mut value: String) -> Zeroizing<Vec<u8>> {
    let normal = String::from(JsString::from(value.as_str()).normalize("NFKC"));
    value.zeroize();
    Zeroizing::new(normal.into_bytes())
}
