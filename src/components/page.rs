use leptos::{html::H1, prelude::*};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n, use_title},
};

/// Whether a page was shown before this one: the first page must not take the focus from the address bar.
#[derive(Debug, Clone, Copy)]
struct Visited(StoredValue<bool>);

/// Call once above all pages.
pub fn provide_page_focus() {
    provide_context(Visited(StoredValue::new(false)));
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
    let visited = use_context::<Visited>();
    Effect::new(move |done: Option<()>| {
        if done.is_some() {
            return;
        }
        if let (Some(heading), Some(Visited(visited))) = (heading.get(), visited) {
            if visited.get_value() {
                // A heading that is gone already has nothing to focus.
                let _ = heading.focus();
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
            visited.set_value(true);
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
