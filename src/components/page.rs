use leptos::{html::H1, prelude::*};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n, use_title},
};

/// Where the visit began, until another page was shown: the first page must not take the focus from the address bar.
#[derive(Debug, Clone, Copy)]
struct First(StoredValue<Option<String>>);

/// Call once above all pages.
pub fn provide_page_focus() {
    provide_context(First(StoredValue::new(Some(here()))));
}

fn here() -> String {
    window().location().pathname().unwrap_or_default()
}

/// One page: sets the document's title and, after a navigation, moves the focus to the heading, so that a screen reader
/// says where one is.
#[component]
pub fn Page(
    /// Heading and document title.
    #[prop(into)]
    title: Signal<String>,
    /// Where the arrow before the heading leads: the page above this one.
    #[prop(optional, into)]
    back: Option<String>,
    /// Buttons at the end of the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// What the page holds.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    use_title(title);
    let heading = NodeRef::<H1>::new();
    let first = use_context::<First>();
    Effect::new(move |done: Option<()>| {
        if done.is_some() {
            return;
        }
        if let (Some(heading), Some(First(first))) = (heading.get(), first) {
            if first.with_value(|first| first.as_ref() != Some(&here())) {
                // A heading that is gone already has nothing to focus.
                let _ = heading.focus();
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
            first.set_value(None);
        }
    });
    view! {
        <div class="page-head">
            {back
                .map(|back| {
                    view! {
                        <a class="icon-button no-print" href=back aria-label=move || i18n.text(Key::ActionBack)>
                            <Glyph icon=Icon::Left />
                        </a>
                    }
                })}
            <h1 node_ref=heading tabindex="-1">{move || title.get()}</h1>
            {actions.run()}
        </div>
        {children()}
    }
}
