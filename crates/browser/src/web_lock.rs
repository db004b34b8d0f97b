use futures_channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

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
