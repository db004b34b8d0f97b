use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{
    components::Alert,
    i18n::{I18n, Key, use_i18n},
};

/// A field that is empty or wrong: its identifier and label.
pub(super) type MissingField = (&'static str, Key);

/// Names the fields that a form cannot do without, as they were when it was sent.
#[component]
pub(super) fn MissingFields(missing: RwSignal<Vec<MissingField>>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || missing.with(|missing| text_of(missing, i18n));
    let any = Memo::new(move |_| missing.with(|missing| !missing.is_empty()));
    move || any.get().then(|| view! { <Alert text=Signal::derive(text) /> })
}

fn text_of(missing: &[MissingField], i18n: I18n) -> String {
    let names: Vec<&str> = missing.iter().map(|(_, label)| i18n.text(*label)).collect();
    i18n.fill(Key::DepositIncomplete, &[("fields", &names.join("; "))])
}

/// Keeps what is missing, and leads to the first of it.
pub(super) fn tell_missing(missing: RwSignal<Vec<MissingField>>, found: Vec<MissingField>) {
    let first = found.first().map(|(id, _)| *id);
    missing.set(found);
    let field = first.and_then(|id| document().get_element_by_id(id));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}
