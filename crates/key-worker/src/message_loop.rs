use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use browser::{BrowserRandom, IdbVaultStore, ask_session, monotonic_millis, now_seconds};
#[cfg(feature = "wallet")]
use browser::{SessionQuestion, hear_sessions, read_settled};
use js_sys::{Array, Object, Reflect, Uint8Array};
#[cfg(feature = "wallet")]
use key_worker::PastPayment;
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

/// What is waiting.
enum Task {
    /// A message of the page.
    Message(Message),
    /// A question of a pay window's worker.
    #[cfg(feature = "wallet")]
    Question(SessionQuestion),
}

/// Messages wait in a queue while one is handled, so that the worker's state has one user at a time.
#[derive(Default)]
struct Queue {
    tasks: VecDeque<Task>,
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
        tasks: VecDeque::new(),
        worker: Some(worker),
    }));
    #[cfg(feature = "wallet")]
    hear_sessions({
        let queue = queue.clone();
        move |question| add(&queue, Task::Question(question))
    });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match bytes(&data, "session") {
            // For the workers of other tabs; nothing of this one is needed for it.
            Some(question) => spawn_local(relay(field(&data, "id"), question)),
            None => add(&queue, Task::Message(read(&data))),
        }
    });
    let scope = scope();
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Listens as long as the worker lives.
    on_message.forget();
    post(&[("ready", JsValue::TRUE)], &Array::new());
}

fn add(queue: &Rc<RefCell<Queue>>, task: Task) {
    queue.borrow_mut().tasks.push_back(task);
    let queue = queue.clone();
    spawn_local(async move { drain(&queue).await });
}

/// Handles what waits, unless somebody already does.
async fn drain(queue: &RefCell<Queue>) {
    let Some(mut worker) = queue.borrow_mut().worker.take() else {
        return;
    };
    loop {
        let Some(task) = queue.borrow_mut().tasks.pop_front() else {
            break;
        };
        match task {
            Task::Message(message) => {
                let (answer, secret) = worker.handle(&message.bytes, message.secret).await;
                reply(message.id, &answer, &secret);
            }
            #[cfg(feature = "wallet")]
            Task::Question(question) => {
                if let Some(answer) = worker.answer_session(&question.bytes, past_payments).await {
                    question.answer(&answer);
                }
            }
        }
    }
    queue.borrow_mut().worker = Some(worker);
}

#[cfg(feature = "wallet")]
async fn past_payments() -> Vec<PastPayment> {
    let with_receipt = |entry: browser::JournalEntry| {
        Some(PastPayment {
            payment_required: entry.payment_required,
            accept_index: entry.accept_index,
            account: entry.account,
            signed_at: entry.signed_at,
            settled: entry.settled?,
        })
    };
    read_settled()
        .await
        .into_iter()
        .filter_map(with_receipt)
        .collect()
}

/// Passes a question on to the other workers, and the first answer back.
async fn relay(id: JsValue, question: Vec<u8>) {
    let answer = ask_session(&question).await.unwrap_or_default();
    reply(id, &answer, &[]);
}

fn reply(id: JsValue, answer: &[u8], secret: &[u8]) {
    let secret = Uint8Array::from(secret);
    post(
        &[
            ("id", id),
            ("bytes", Uint8Array::from(answer).into()),
            ("secret", secret.clone().into()),
        ],
        &Array::of1(&secret.buffer()),
    );
}

fn field(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn bytes(data: &JsValue, name: &str) -> Option<Vec<u8>> {
    let bytes = field(data, name).dyn_into::<Uint8Array>().ok()?;
    Some(bytes.to_vec())
}

fn read(data: &JsValue) -> Message {
    let secret = field(data, "secret").dyn_into::<Uint8Array>().map(|bytes| {
        let copy = Zeroizing::new(bytes.to_vec());
        bytes.fill(0, 0, bytes.length());
        copy
    });
    Message {
        id: field(data, "id"),
        bytes: bytes(data, "bytes").unwrap_or_default(),
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
