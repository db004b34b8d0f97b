use leptos::{html::Div, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus to an element each time it appears: what was pressed is gone then.
pub fn focus_when_here<E>(node: NodeRef<E>)
where
    E: leptos::html::ElementType,
    E::Output: AsRef<web_sys::Element> + Clone + JsCast + 'static,
{
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            let element: &web_sys::Element = element.as_ref();
            // The browser scrolls to what has the focus by itself.
            if let Some(element) = element.dyn_ref::<HtmlElement>() {
                let _ = element.focus();
            }
        }
    });
}

/// For a part that takes the place of another one: it gets the focus, and with it a screen reader's attention.
#[must_use]
pub fn use_focus() -> NodeRef<Div> {
    let part = NodeRef::new();
    focus_when_here(part);
    part
}
