use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_channel::oneshot;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{MessageEvent, Worker};

use crate::json::whole;

/// Why the worker gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WorkerCallError {
    /// The worker could not be started.
    #[error("the key worker does not start")]
    Start,
    /// The worker stopped, by locking or by a failure. Nothing of the call happened that a second call would repeat.
    #[error("the key worker stopped")]
    Stopped,
}

/// Messages until the worker says it is ready, then nothing.
type Waiting = Rc<RefCell<Option<Vec<(JsValue, Array)>>>>;
/// The number of a call and where its answer goes. There are never many.
type Waiter = (u32, oneshot::Sender<(Vec<u8>, Vec<u8>)>);
type Pending = Rc<RefCell<Vec<Waiter>>>;

/// The page's end of the key worker. Messages are bytes; secrets travel beside them as transferred buffers, so that no copy
/// stays on the page.
pub struct WorkerClient {
    worker: Worker,
    pending: Pending,
    waiting: Waiting,
    next_id: Cell<u32>,
    stopped: Rc<Cell<bool>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

impl std::fmt::Debug for WorkerClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WorkerClient")
    }
}

impl WorkerClient {
    /// Starts the worker whose script the page names in a `<meta>` of this name.
    ///
    /// # Errors
    /// [`WorkerCallError::Start`].
    pub fn start(meta: &str) -> Result<Self, WorkerCallError> {
        let worker = worker_url(meta)
            .and_then(|url| Worker::new(&url).ok())
            .ok_or(WorkerCallError::Start)?;
        let pending: Pending = Rc::default();
        let stopped = Rc::new(Cell::new(false));
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));

        let on_message = Closure::new({
            let (pending, waiting, worker) = (pending.clone(), waiting.clone(), worker.clone());
            move |event: MessageEvent| receive(&event.data(), &pending, &waiting, &worker)
        });
        let on_error = Closure::new({
            let (pending, stopped) = (pending.clone(), stopped.clone());
            // Dropping the senders wakes every caller with `Stopped`.
            move |_: JsValue| {
                stopped.set(true);
                pending.borrow_mut().clear();
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            pending,
            waiting,
            next_id: Cell::new(1),
            stopped,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Whether the worker has not stopped by a failure.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.stopped.get()
    }

    /// Asks and waits. `secret` is transferred and wiped here; the answer's secret is a fresh buffer.
    ///
    /// # Errors
    /// [`WorkerCallError::Stopped`].
    pub async fn call(
        &self,
        message: &[u8],
        secret: zeroize::Zeroizing<Vec<u8>>,
    ) -> Result<(Vec<u8>, zeroize::Zeroizing<Vec<u8>>), WorkerCallError> {
        self.send("bytes", message, secret).await
    }

    /// Has the worker ask the workers of other tabs ([`ask_session`](crate::ask_session)); no bytes when none answers.
    ///
    /// # Errors
    /// [`WorkerCallError::Stopped`].
    pub async fn ask_others(&self, message: &[u8]) -> Result<Vec<u8>, WorkerCallError> {
        let answer = self
            .send("session", message, zeroize::Zeroizing::default())
            .await?;
        Ok(answer.0)
    }

    async fn send(
        &self,
        kind: &str,
        message: &[u8],
        secret: zeroize::Zeroizing<Vec<u8>>,
    ) -> Result<(Vec<u8>, zeroize::Zeroizing<Vec<u8>>), WorkerCallError> {
        if self.stopped.get() {
            return Err(WorkerCallError::Stopped);
        }
        let id = self.next_id.get();
        self.next_id.set(id.wrapping_add(1));
        let (sender, receiver) = oneshot::channel();
        self.pending.borrow_mut().push((id, sender));
        let buffer = Uint8Array::from(secret.as_slice());
        drop(secret);
        let bytes = Uint8Array::from(message);
        let message = Object::new();
        for (key, value) in [
            ("id", id.into()),
            (kind, JsValue::from(&bytes)),
            ("secret", JsValue::from(&buffer)),
        ] {
            Reflect::set(&message, &key.into(), &value).map_err(|_| WorkerCallError::Stopped)?;
        }
        let transfer = Array::of1(&buffer.buffer());
        let queued = match self.waiting.borrow_mut().as_mut() {
            Some(queue) => {
                queue.push((message.clone().into(), transfer.clone()));
                true
            }
            None => false,
        };
        if !queued {
            self.worker
                .post_message_with_transfer(&message, &transfer)
                .map_err(|_| WorkerCallError::Stopped)?;
        }
        let (answer, secret) = receiver.await.map_err(|_| WorkerCallError::Stopped)?;
        Ok((answer, zeroize::Zeroizing::new(secret)))
    }
}

impl Drop for WorkerClient {
    /// Ends the worker with all it holds.
    fn drop(&mut self) {
        self.worker.terminate();
        self.pending.borrow_mut().clear();
    }
}

fn worker_url(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document
        .query_selector(&format!("meta[name={name}]"))
        .ok()
        .flatten()?;
    meta.get_attribute("content")
}

fn receive(data: &JsValue, pending: &Pending, waiting: &Waiting, worker: &Worker) {
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    if field("ready").is_truthy() {
        for (message, transfer) in waiting.borrow_mut().take().unwrap_or_default() {
            // A worker that is ready takes messages.
            let _ = worker.post_message_with_transfer(&message, &transfer);
        }
        return;
    }
    let id = whole(&field("id"));
    let waiter = |pending: &mut Vec<Waiter>| {
        let place = pending
            .iter()
            .position(|(number, _)| Some(u64::from(*number)) == id)?;
        Some(pending.swap_remove(place).1)
    };
    let Some(sender) = waiter(&mut pending.borrow_mut()) else {
        return;
    };
    let secret = field("secret").dyn_into::<Uint8Array>().map(|bytes| {
        let copy = bytes.to_vec();
        bytes.fill(0, 0, bytes.length());
        copy
    });
    // The caller may have gone; then nobody waits for the answer.
    let _ = sender.send((
        field("bytes")
            .dyn_into::<Uint8Array>()
            .map(|bytes| bytes.to_vec())
            .unwrap_or_default(),
        secret.unwrap_or_default(),
    ));
}
