use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether the browser keeps this origin's data when it runs short of space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// It promised to.
    Kept,
    /// It may erase the data.
    MayBeErased,
    /// It does not say.
    Unknown,
}

/// What the browser has promised so far.
pub async fn read_persistence() -> Persistence {
    call("persisted").await
}

/// Asks the browser to keep the data ([Storage](https://storage.spec.whatwg.org/#persistence)).
pub async fn ask_persistence() -> Persistence {
    call("persist").await
}

async fn call(method: &str) -> Persistence {
    let answer = async {
        let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
        let navigator = get(&js_sys::global(), "navigator")?;
        let storage = get(&navigator, "storage")?;
        let function: Function = get(&storage, method)?.dyn_into().ok()?;
        let promise: Promise = function.call0(&storage).and_then(JsCast::dyn_into).ok()?;
        JsFuture::from(promise).await.ok()?.as_bool()
    };
    match answer.await {
        Some(true) => Persistence::Kept,
        Some(false) => Persistence::MayBeErased,
        None => Persistence::Unknown,
    }
}
