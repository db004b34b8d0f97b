use leptos::prelude::*;
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
