use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// A few views of one thing; arrow keys move between them, as the
/// [pattern](https://www.w3.org/WAI/ARIA/apg/patterns/tabs/) asks.
#[component]
pub fn Tabs(
    /// What the tabs choose between, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Values and what they are called.
    #[prop(into)]
    tabs: Signal<Vec<(&'static str, String)>>,
    /// The chosen value.
    selected: RwSignal<&'static str>,
    /// The identifier of the panel that changes.
    panel: &'static str,
) -> impl IntoView {
    let step = move |event: &KeyboardEvent| {
        let values: Vec<_> = tabs.get_untracked().into_iter().map(|(value, _)| value).collect();
        let at = values
            .iter()
            .position(|value| *value == selected.get_untracked())
            .unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % values.len().max(1),
            "ArrowLeft" => at.checked_sub(1).unwrap_or(values.len().saturating_sub(1)),
            "Home" => 0,
            "End" => values.len().saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        let Some(value) = values.get(to) else { return };
        selected.set(value);
        let tab = event
            .current_target()
            .and_then(|list| list.dyn_into::<HtmlElement>().ok())
            .and_then(|list| list.query_selector(&format!("[data-tab={value}]")).ok().flatten())
            .and_then(|tab| tab.dyn_into::<HtmlElement>().ok());
        if let Some(tab) = tab {
            let _ = tab.focus();
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=move || label.get() on:keydown=move |event| step(&event)>
            {move || {
                tabs.get()
                    .into_iter()
                    .map(|(value, name)| {
                        let chosen = move || selected.get() == value;
                        view! {
                            <button
                                type="button"
                                role="tab"
                                data-tab=value
                                data-testid=format!("tab-{value}")
                                aria-selected=move || chosen().to_string()
                                aria-controls=panel
                                tabindex=move || if chosen() { "0" } else { "-1" }
                                on:click=move |_| selected.set(value)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
