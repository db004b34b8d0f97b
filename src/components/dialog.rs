use leptos::{html, prelude::*};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
};

/// A question above the page; on a phone it comes up from below when `sheet` is set. The browser keeps the focus inside,
/// closes it on Escape and gives the focus back.
#[component]
pub fn Dialog(
    /// Whether it is open; closing it by key or button sets it to `false`.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Comes up from below on a phone.
    #[prop(optional)]
    sheet: bool,
    /// What it holds; made when it opens, gone when it closes.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Fails only when the element has left the page, and then there is nothing to show.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=node
            class=if sheet { "dialog sheet" } else { "dialog" }
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <div class="dialog-head">
                                <h2>{move || title.get()}</h2>
                                <button
                                    type="button"
                                    class="icon-button"
                                    aria-label=move || i18n.text(Key::ActionClose)
                                    on:click=move |_| open.set(false)
                                >
                                    <Glyph icon=Icon::Close />
                                </button>
                            </div>
                            {children.with_value(|children| children())}
                        }
                    })
            }}
        </dialog>
    }
}
