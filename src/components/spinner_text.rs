use leptos::prelude::*;

use crate::components::live_text::following;

/// What is being done, announced politely.
#[component]
pub fn BusyText(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let text = following(text);
    view! {
        <p class="busy" role="status" data-testid="busy">
            <span class="busy-dot" aria-hidden="true"></span>
            {move || text.get()}
        </p>
    }
}
