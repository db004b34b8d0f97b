use leptos::prelude::*;

/// What is being done, announced politely.
#[component]
pub fn BusyText(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="busy" role="status" data-testid="busy">
            <span class="busy-dot" aria-hidden="true"></span>
            {move || text.get()}
        </p>
    }
}
