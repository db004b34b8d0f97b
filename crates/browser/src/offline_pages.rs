use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// A newer build of the pages that waits until its owner agrees.
#[derive(Debug, Clone)]
pub struct WaitingBuild {
    container: ServiceWorkerContainer,
    worker: ServiceWorker,
}

impl WaitingBuild {
    /// Lets the newer build take over, then loads the page anew.
    pub fn activate(&self) {
        let reload = Closure::once_into_js(|| {
            if let Some(window) = web_sys::window() {
                // Only a page that is already going away refuses.
                let _ = window.location().reload();
            }
        });
        self.container
            .set_oncontrollerchange(Some(reload.unchecked_ref()));
        // A worker that is gone has been replaced by a newer one already.
        let _ = self.worker.post_message(&JsValue::from_str("activate"));
    }
}

/// Has the browser keep this build's pages for use without a network
/// ([Service Workers](https://w3c.github.io/ServiceWorker/)), and tells of each newer build that waits. Where the browser
/// cannot, nothing happens.
pub async fn keep_pages_offline(script: &str, tell: impl Fn(WaitingBuild) + 'static) {
    // Private windows of some browsers have no such container.
    let Some(container) = web_sys::window()
        .and_then(|window| Reflect::get(&window.navigator(), &"serviceWorker".into()).ok())
        .and_then(|container| container.dyn_into::<ServiceWorkerContainer>().ok())
    else {
        return;
    };
    let registered = JsFuture::from(container.register(script)).await;
    let Some(registration) = registered
        .ok()
        .and_then(|registration| registration.dyn_into::<ServiceWorkerRegistration>().ok())
    else {
        return;
    };
    let tell = std::rc::Rc::new(move |worker: ServiceWorker| {
        // The first build of all has nothing to replace.
        if container.controller().is_some() {
            let container = container.clone();
            tell(WaitingBuild { container, worker });
        }
    });
    if let Some(worker) = registration.waiting() {
        tell(worker);
    }
    let watched = registration.clone();
    let on_update = Closure::<dyn FnMut()>::new(move || {
        let Some(worker) = watched.installing() else {
            return;
        };
        let tell = tell.clone();
        let on_state = Closure::<dyn FnMut(Event)>::new({
            let worker = worker.clone();
            move |_| {
                if worker.state() == ServiceWorkerState::Installed {
                    tell(worker.clone());
                }
            }
        });
        worker.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
        // Listens as long as the worker lives.
        on_state.forget();
    });
    registration.set_onupdatefound(Some(on_update.as_ref().unchecked_ref()));
    // Listens as long as the page lives.
    on_update.forget();
}
