use leptos::prelude::*;

use crate::components::{Glyph, Icon};

/// One step of a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub title: String,
    /// When it was done, or what it needs.
    pub note: String,
}

/// Steps one after the other: those before `current` are done.
#[component]
pub fn Stepper(
    /// All of them.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// The place of the one that is on; past the end when all are done.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    let row = move |(place, step): (usize, Step)| {
        let now = current.get();
        let mark = if place < now {
            view! { <Glyph icon=Icon::Check /> }.into_any()
        } else {
            (place + 1).to_string().into_any()
        };
        view! {
            <li class:done=place < now aria-current=(place == now).then_some("step")>
                <span class="mark" aria-hidden="true">{mark}</span>
                <span class="item-text">
                    <strong>{step.title}</strong>
                    <span class="item-note">{step.note}</span>
                </span>
            </li>
        }
    };
    view! { <ol class="stepper">{move || steps.get().into_iter().enumerate().map(row).collect_view()}</ol> }
}
