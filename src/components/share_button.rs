use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
};

/// Hands a text to other apps of the device ([Web Share](https://www.w3.org/TR/web-share/)). Nothing where the browser
/// has no such way.
#[component]
pub fn ShareButton(
    /// What is shared.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let share = move |_| {
        if let Some(share) = share_function() {
            let data = Object::new();
            // A plain object takes any field; whether it was shared, the other app shows.
            let _ = Reflect::set(&data, &"text".into(), &text.get_untracked().into());
            let _ = share.call1(&window().navigator(), &data);
        }
    };
    share_function().map(|_| {
        view! {
            <button type="button" class="button quiet small" on:click=share>
                <Glyph icon=Icon::Share />
                {move || i18n.text(Key::ActionShare)}
            </button>
        }
    })
}

fn share_function() -> Option<Function> {
    let navigator = JsValue::from(window().navigator());
    Reflect::get(&navigator, &"share".into()).ok()?.dyn_into().ok()
}
