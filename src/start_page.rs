use leptos::{
    mount::mount_to_body,
    prelude::{IntoView, document},
};
use wasm_bindgen_futures::spawn_local;

use crate::i18n::{Language, load_language};

/// Loads the texts of the page's language, then shows the page.
pub fn start_page<F, N>(page: F)
where
    F: FnOnce() -> N + 'static,
    N: IntoView + 'static,
{
    console_error_panic_hook::set_once();
    spawn_local(async move {
        if load_language(Language::of_page()).await.is_ok() {
            mount_to_body(page);
        } else if let Some(root) = document().document_element() {
            // The style sheet shows the page's sentence for this. Setting a plain attribute cannot fail.
            let _ = root.set_attribute("data-boot", "failed");
        }
    });
}
