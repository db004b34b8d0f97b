use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use browser::{BrowserRandom, IdbVaultStore, monotonic_millis, now_seconds};
use js_sys::{Array, Object, Reflect, Uint8Array};
use key_worker::{Clock, KeyWorker};
use vault::KdfParameters;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;
use zone::demo_trust_root;

struct BrowserClock;

impl Clock for BrowserClock {
    fn now_seconds(&self) -> u64 {
        now_seconds()
    }

    fn now_millis(&self) -> u64 {
        monotonic_millis()
    }
}

type Worker = KeyWorker<IdbVaultStore, BrowserRandom, BrowserClock>;

struct Message {
    id: JsValue,
    bytes: Vec<u8>,
    secret: Zeroizing<Vec<u8>>,
}

/// Messages wait in a queue while one is handled, so that the worker's state has one user at a time.
#[derive(Default)]
struct Queue {
    messages: VecDeque<Message>,
    worker: Option<Worker>,
}

/// Listens, and tells the page that it does.
pub(crate) fn start() {
    let worker = Worker::new(
        IdbVaultStore,
        BrowserRandom,
        BrowserClock,
        demo_trust_root(),
        KdfParameters::default(),
    );
    let queue = Rc::new(RefCell::new(Queue {
        messages: VecDeque::new(),
        worker: Some(worker),
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        queue.borrow_mut().messages.push_back(read(&event.data()));
        let queue = queue.clone();
        spawn_local(async move { drain(&queue).await });
    });
    let scope = scope();
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Listens as long as the worker lives.
    on_message.forget();
    post(&[("ready", JsValue::TRUE)], &Array::new());
}

/// Handles what waits, unless somebody already does.
async fn drain(queue: &RefCell<Queue>) {
    let Some(mut worker) = queue.borrow_mut().worker.take() else {
        return;
    };
    loop {
        let Some(message) = queue.borrow_mut().messages.pop_front() else {
            break;
        };
        let (answer, secret) = worker.handle(&message.bytes, message.secret).await;
        let secret = Uint8Array::from(secret.as_slice());
        post(
            &[
                ("id", message.id),
                ("bytes", Uint8Array::from(answer.as_slice()).into()),
                ("secret", secret.clone().into()),
            ],
            &Array::of1(&secret.buffer()),
        );
    }
    queue.borrow_mut().worker = Some(worker);
}

fn read(data: &JsValue) -> Message {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let secret = field("secret").dyn_into::<Uint8Array>().map(|bytes| {
        let copy = Zeroizing::new(bytes.to_vec());
        bytes.fill(0, 0, bytes.length());
        copy
    });
    Message {
        id: field("id"),
        bytes: field("bytes")
            .dyn_into::<Uint8Array>()
            .map(|bytes| bytes.to_vec())
            .unwrap_or_default(),
        secret: secret.unwrap_or_default(),
    }
}

fn post(fields: &[(&str, JsValue)], transfer: &Array) {
    let message = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // The page may be gone; then nobody waits.
    let _ = scope().post_message_with_transfer(&message, transfer);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
