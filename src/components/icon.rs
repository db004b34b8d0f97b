use leptos::prelude::*;

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// A picture beside words; screen readers pass over it.
#[component]
pub fn Glyph(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=icon.href()></use>
        </svg>
    }
}
