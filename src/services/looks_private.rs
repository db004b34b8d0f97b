use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether this looks like a private window: Firefox and Safari refuse the origin's file system there. Chromium does not
/// tell, so "no" means "not known".
pub async fn looks_private() -> bool {
    let asked = || {
        let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
        let storage = get(&get(&js_sys::global(), "navigator")?, "storage")?;
        let directory: Function = get(&storage, "getDirectory")?.dyn_into().ok()?;
        directory.call0(&storage).ok()?.dyn_into::<Promise>().ok()
    };
    match asked() {
        Some(promise) => JsFuture::from(promise).await.is_err(),
        // Too old to know of it.
        None => false,
    }
}
