//! Questions between the workers of one origin, over a
//! [BroadcastChannel](https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts) that is
//! opened inside them. Never a secret.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::random_bytes;

const NAME: &str = "cryptocity.session";
/// Whoever has not answered by then does not.
const WAIT_MILLIS: u32 = 500;

/// Asks all other workers and gives the first answer; `None` when none comes in time.
pub async fn ask_session(question: &[u8]) -> Option<Vec<u8>> {
    let channel = BroadcastChannel::new(NAME).ok()?;
    let id = JsValue::from(u64::from_le_bytes(random_bytes()?).to_string());
    let (sender, receiver) = oneshot::channel();
    let mut sender = Some(sender);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let id = id.clone();
        move |event: MessageEvent| {
            let data = event.data();
            if field(&data, "answers") == id
                && let (Some(bytes), Some(sender)) = (bytes(&data), sender.take())
            {
                // Whoever asked may have stopped waiting.
                let _ = sender.send(bytes);
            }
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    say(&channel, "asks", &id, question);
    let answer = match select(receiver, TimeoutFuture::new(WAIT_MILLIS)).await {
        Either::Left((answer, _)) => answer.ok(),
        Either::Right(_) => None,
    };
    channel.close();
    answer
}

/// A question of another worker.
#[derive(Debug)]
pub struct SessionQuestion {
    channel: BroadcastChannel,
    id: JsValue,
    /// What is asked.
    pub bytes: Vec<u8>,
}

impl SessionQuestion {
    /// Answers it. Not answering means no.
    pub fn answer(&self, answer: &[u8]) {
        say(&self.channel, "answers", &self.id, answer);
    }
}

/// Listens to questions as long as this worker lives.
pub fn hear_sessions(mut hear: impl FnMut(SessionQuestion) + 'static) {
    let Ok(channel) = BroadcastChannel::new(NAME) else {
        return;
    };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
        let channel = channel.clone();
        move |event: MessageEvent| {
            let data = event.data();
            let id = field(&data, "asks");
            if let (true, Some(bytes)) = (id.is_string(), bytes(&data)) {
                hear(SessionQuestion {
                    channel: channel.clone(),
                    id,
                    bytes,
                });
            }
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Listens as long as the worker lives.
    on_message.forget();
}

fn say(channel: &BroadcastChannel, kind: &str, id: &JsValue, bytes: &[u8]) {
    let message = Object::new();
    let fields: [(&str, JsValue); 2] = [(kind, id.clone()), ("bytes", Uint8Array::from(bytes).into())];
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&message, &name.into(), &value);
    }
    // Nobody may be listening.
    let _ = channel.post_message(&message);
}

fn field(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn bytes(data: &JsValue) -> Option<Vec<u8>> {
    field(data, "bytes")
        .dyn_into::<Uint8Array>()
        .ok()
        .map(|bytes| bytes.to_vec())
}
