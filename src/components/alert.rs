use leptos::{html, prelude::*};

use crate::components::focus::bring_into_view;

/// A message that screen readers announce at once.
#[component]
pub fn Alert(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
    /// Whether the page is scrolled to it: for what a press has caused.
    #[prop(optional)]
    follow: bool,
) -> impl IntoView {
    let node = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(paragraph) = node.get().filter(|_| follow) {
            bring_into_view(&paragraph);
        }
    });
    view! { <p class="alert" role="alert" data-testid="error" node_ref=node>{move || text.get()}</p> }
}
