use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// Moves the focus to an element each time it appears: what was pressed is gone then. The page shows its beginning.
pub fn focus_when_here<E>(node: NodeRef<E>)
where
    E: leptos::html::ElementType,
    E::Output: AsRef<Element> + Clone + JsCast + 'static,
{
    Effect::new(move |_| {
        if let Some(element) = node.get() {
            move_focus(element.as_ref());
        }
    });
}

/// Moves the focus to an element that stays, when what had it is about to go.
pub fn focus_on<E>(node: NodeRef<E>)
where
    E: leptos::html::ElementType,
    E::Output: AsRef<Element> + Clone + JsCast + 'static,
{
    if let Some(Some(element)) = node.try_get_untracked() {
        move_focus(element.as_ref());
    }
}

fn move_focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        bring_into_view(element);
    }
}

/// Scrolls to the beginning of an element unless that is in sight. How much room bars need is said by the style sheet.
pub(crate) fn bring_into_view(element: &Element) {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or_default();
    let place = element.get_bounding_client_rect();
    let ends = place.bottom().min(place.top() + height / 4.0);
    // The lowest tenth lies under the bar of a phone.
    if place.top() < 0.0 || ends > height * 0.9 {
        element.scroll_into_view_with_bool(true);
    }
}
