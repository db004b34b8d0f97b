//! Files kept in the browser's cache. Without one (an insecure address, a private window) everything is fetched each time.
//! Nothing read from here is trusted: it is verified like what comes over the network.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, Request, Response, WorkerGlobalScope};

const NAME: &str = "cryptocity-catalogue-1";

async fn cache() -> Option<Cache> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let caches = scope.caches().ok()?;
    JsFuture::from(caches.open(NAME)).await.ok()?.dyn_into().ok()
}

/// The bytes kept under an address.
pub(crate) async fn read(address: &str) -> Option<Vec<u8>> {
    let found = JsFuture::from(cache().await?.match_with_str(address))
        .await
        .ok()?;
    let response: Response = found.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Keeps bytes under an address. A full disk keeps nothing and breaks nothing.
pub(crate) async fn write(address: &str, bytes: &[u8]) {
    let Some(cache) = cache().await else { return };
    let body = Uint8Array::from(bytes);
    if let Ok(response) = Response::new_with_opt_js_u8_array(Some(&body)) {
        let _ = JsFuture::from(cache.put_with_str(address, &response)).await;
    }
}

/// Drops every file whose name is not among those that are named any more.
pub(crate) async fn drop_others(named: &[String]) {
    let Some(cache) = cache().await else { return };
    let Ok(keys) = JsFuture::from(cache.keys()).await else {
        return;
    };
    for key in js_sys::Array::from(&keys).iter() {
        let Ok(request) = key.dyn_into::<Request>() else {
            continue;
        };
        let url = request.url();
        let name = url.rsplit('/').next().unwrap_or_default();
        let pinned = name.ends_with(".ndjson") || name.ends_with(".bin");
        if pinned && !named.iter().any(|known| known == name) {
            let _: Result<JsValue, JsValue> = JsFuture::from(cache.delete_with_str(&url)).await;
        }
    }
}
