use js_sys::JsString;
use leptos::{html::Input, prelude::*};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use zeroize::{Zeroize as _, Zeroizing};

/// A labelled password input. Its value lives in the element alone, never in a signal.
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
    let described_by = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            <input
                node_ref=node
                id=id
                data-testid=id
                type="password"
                autocomplete=autocomplete
                required=required
                aria-describedby=described_by
            />
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
        </div>
    }
}

/// Takes the password out of its element as UTF-8 in NFKC and empties the element.
///
/// # Security
/// JavaScript strings cannot be erased; everything this side of them is.
#[must_use]
pub fn take_password(input: &HtmlInputElement) -> Zeroizing<Vec<u8>> {
    let value = input.value();
    input.set_value("");
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
