use futures_channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A lock that all tabs of this origin share, held until dropped. The browser frees it when the tab closes.
#[derive(Debug)]
pub struct WebLock {
    release: Option<Function>,
}

impl WebLock {
    /// Waits for the lock of this name ([Web Locks](https://www.w3.org/TR/web-locks/)). A browser without the API gives a
    /// lock that locks nothing.
    pub async fn acquire(name: &str) -> Self {
        let Some(locks) = lock_manager() else {
            return Self { release: None };
        };
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let (granted, wait) = oneshot::channel();
        let on_granted = Closure::once_into_js(move |_: JsValue| {
            // Whoever asked may have gone; then the lock is freed with the tab.
            let _ = granted.send(());
            held
        });
        let request = Reflect::get(&locks, &"request".into()).and_then(JsCast::dyn_into::<Function>);
        let asked = request.and_then(|request| request.call2(&locks, &name.into(), &on_granted));
        if asked.is_err() || wait.await.is_err() {
            return Self { release: None };
        }
        Self { release }
    }
}

/// How many locks with names that begin so are held, by all tabs of this origin together. 0 where nobody can say.
pub async fn held_locks(prefix: &str) -> usize {
    let asked = lock_manager().and_then(|locks| {
        let query: Function = Reflect::get(&locks, &"query".into()).ok()?.dyn_into().ok()?;
        query.call0(&locks).ok()?.dyn_into::<Promise>().ok()
    });
    let Some(asked) = asked else { return 0 };
    let held = JsFuture::from(asked)
        .await
        .and_then(|snapshot| Reflect::get(&snapshot, &"held".into()));
    let Ok(held) = held else { return 0 };
    let is_ours = |lock: &JsValue| {
        let name = Reflect::get(lock, &"name".into())
            .ok()
            .and_then(|name| name.as_string());
        name.is_some_and(|name| name.starts_with(prefix))
    };
    Array::from(&held).iter().filter(is_ours).count()
}

impl Drop for WebLock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

fn lock_manager() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}
