use leptos::prelude::*;

use crate::{
    components::{Glyph, Icon, live_text::following},
    i18n::{Key, use_i18n},
};

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Something to know.
    #[default]
    Warn,
    /// It worked.
    Good,
}

/// A notice on the page that is not an error.
#[component]
pub fn Notice(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Warn => ("alert warn", Icon::Info),
        Tone::Good => ("alert good", Icon::Check),
    };
    view! {
        <div class=class role="note">
            <Glyph icon />
            <p>{move || text.get()}</p>
        </div>
    }
}

/// Nothing here yet, and what to do about it.
#[component]
pub fn Empty(
    /// A picture of what could be here.
    icon: Icon,
    /// What is empty, unless the page's title has said it.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    /// What to do.
    #[prop(into)]
    text: Signal<String>,
    /// A button that does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="item-icon">
                <Glyph icon />
            </span>
            {move || title.get().map(|title| view! { <h2>{title}</h2> })}
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Grey lines in the place of what loads; said aloud as a word.
#[component]
pub fn Skeleton(
    /// How many.
    #[prop(default = 3)]
    lines: usize,
    /// Whether what comes has columns: the page is as wide from the beginning.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let said = following(Signal::derive(move || i18n.text(Key::AppLoading).to_owned()));
    view! {
        <div class="stack loading" class:wide=wide data-testid="loading">
            <p class="visually-hidden" role="status">{move || said.get()}</p>
            {(0..lines).map(|_| view! { <div class="skeleton" aria-hidden="true"></div> }).collect_view()}
        </div>
    }
}

/// How far something is, or how much of a limit is used.
#[component]
pub fn Progress(
    /// What moves.
    #[prop(into)]
    label: Signal<String>,
    /// So far.
    #[prop(into)]
    value: Signal<u64>,
    /// Of how much.
    #[prop(into)]
    max: Signal<u64>,
    /// The same in words, beside the label.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    // From four fifths on the bar warns.
    let near = move || value.get().saturating_mul(5) >= max.get().saturating_mul(4);
    view! {
        <label class="progress" class:near=near>
            <span class="row spread">
                <span>{move || label.get()}</span>
                <span class="number">{move || text.get()}</span>
            </span>
            <progress value=move || value.get().to_string() max=move || max.get().max(1).to_string()></progress>
        </label>
    }
}
