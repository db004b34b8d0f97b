use leptos::prelude::*;

/// A message that screen readers announce at once.
#[component]
pub fn Alert(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <p class="alert" role="alert" data-testid="error">{move || text.get()}</p> }
}
