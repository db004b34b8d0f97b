use leptos::prelude::*;

use crate::components::{Glyph, Icon};

/// A row of a list: picture, name and note, a value at the end. A link when `href` is given.
#[component]
pub fn Item(
    /// The picture.
    icon: Icon,
    /// `gold`, `good`, `bad`, or nothing for the accent.
    #[prop(optional)]
    tone: &'static str,
    /// The name.
    #[prop(into)]
    title: Signal<String>,
    /// A second, quieter line.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// What stands at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = format!("item-icon {tone}");
    let leads = href.is_some();
    let body = view! {
        <span class=class>
            <Glyph icon />
        </span>
        <span class="item-text">
            <span class="item-title">{move || title.get()}</span>
            {note.map(|note| view! { <span class="item-note">{move || note.get()}</span> })}
        </span>
        {children.map(|children| view! { <span class="item-end">{children()}</span> })}
        {leads.then(|| view! { <Glyph icon=Icon::Right /> })}
    };
    match href {
        Some(href) => view! { <a class="item" href=href>{body}</a> }.into_any(),
        None => view! { <div class="item">{body}</div> }.into_any(),
    }
}
