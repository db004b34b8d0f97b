use std::{cell::RefCell, collections::HashMap, rc::Rc};

use browser::now_seconds;
use city::{
    City,
    protocol::{CityState, Phase, Request, Response},
};
use futures_util::future::{LocalBoxFuture, Shared};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zone::demo_trust_root;

use crate::load::{load, load_for};

/// The city and what is told of it.
pub(crate) struct Shell {
    pub(crate) city: City,
    state: CityState,
    /// Messages that wait for another state.
    watching: Vec<JsValue>,
    loading: bool,
    /// Files that are being fetched for a request, by their paths.
    pub(crate) coming: HashMap<String, Shared<LocalBoxFuture<'static, ()>>>,
}

impl Shell {
    /// Whether loading may begin: it does not run already.
    pub(crate) fn begin(&mut self) -> bool {
        let begins = !self.loading;
        self.loading = true;
        begins
    }

    /// Loading is over.
    pub(crate) fn finish(&mut self) {
        self.loading = false;
        self.update(|state| {
            state.phase = if state.places + state.listings > 0 || state.version > 0 {
                Phase::Ready
            } else {
                Phase::Failed
            };
        });
    }

    /// Changes the state and tells those who wait for it.
    pub(crate) fn update(&mut self, change: impl FnOnce(&mut CityState)) {
        (self.state.places, self.state.listings) = self.city.counts();
        if let Some((version, issued_at, expired)) = self.city.edition() {
            self.state.version = version;
            self.state.issued_at = issued_at;
            self.state.expired = expired;
        }
        change(&mut self.state);
        self.state.revision += 1;
        for id in self.watching.drain(..) {
            answer(id, &Response::State(self.state));
        }
    }
}

/// Listens, begins to load, and tells the page that it does.
pub(crate) fn start() {
    let shell = Rc::new(RefCell::new(Shell {
        city: City::new(demo_trust_root()),
        state: CityState::default(),
        watching: Vec::new(),
        loading: false,
        coming: HashMap::new(),
    }));
    spawn_local(load(shell.clone()));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        receive(&shell, &event.data());
    });
    let scope = scope();
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Listens as long as the worker lives.
    on_message.forget();
    post(&[("ready", JsValue::TRUE)]);
}

fn receive(shell: &Rc<RefCell<Shell>>, data: &JsValue) {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let id = field("id");
    let bytes = field("bytes")
        .dyn_into::<Uint8Array>()
        .map(|bytes| bytes.to_vec());
    let Ok(request) = serde_json::from_slice::<Request>(&bytes.unwrap_or_default()) else {
        // Only this program's pages ask: an unreadable question is a mistake of theirs and gets an unreadable answer.
        post(&[("id", id)]);
        return;
    };
    match request {
        Request::Watch { seen } => {
            let mut shell = shell.borrow_mut();
            if shell.state.revision == seen {
                shell.watching.push(id);
            } else {
                answer(id, &Response::State(shell.state));
            }
        }
        Request::Retry => {
            answer(id, &Response::State(shell.borrow().state));
            spawn_local(load(shell.clone()));
        }
        request if shell.borrow().city.files_for(&request).is_empty() => {
            let response = shell.borrow_mut().city.answer(&request, now_seconds());
            answer(id, &response);
        }
        request => {
            let shell = shell.clone();
            spawn_local(async move {
                load_for(&shell, &request).await;
                let response = shell.borrow_mut().city.answer(&request, now_seconds());
                answer(id, &response);
            });
        }
    }
}

fn answer(id: JsValue, response: &Response) {
    let bytes = serde_json::to_vec(response).unwrap_or_default();
    post(&[
        ("id", id),
        ("bytes", Uint8Array::from(bytes.as_slice()).into()),
        ("secret", Uint8Array::new_with_length(0).into()),
    ]);
}

fn post(fields: &[(&str, JsValue)]) {
    let message = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // The page may be gone; then nobody waits.
    let _ = scope().post_message_with_transfer(&message, &Array::new());
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
