use futures_util::future::{Either, LocalBoxFuture, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, MessageEvent};

/// How long the browser may take to say that the site's service worker is there.
const REGISTERED_MS: u32 = 5_000;

/// Who opened this window and can be talked to.
#[derive(Debug)]
pub(crate) enum Partner {
    /// The merchant's page, in the window that opened this one.
    Opener(JsValue),
    /// This site's own service worker, which the browser asked to handle a payment of a merchant's page. Only code of
    /// this origin can be one.
    Handler(JsValue),
}

impl Partner {
    /// The partner, if there is one.
    pub(crate) async fn find() -> Option<Self> {
        let search = window().location().search().ok()?;
        if search.starts_with("?handler=") {
            return active_worker().await.map(Self::Handler);
        }
        let opener = window().opener().ok()?;
        (!opener.is_null() && !opener.is_undefined()).then_some(Self::Opener(opener))
    }

    /// The first message of this kind that the partner itself sends.
    pub(crate) fn first_message(&self, kind: &'static str) -> LocalBoxFuture<'static, Option<MessageEvent>> {
        let (target, partner): (EventTarget, JsValue) = match self {
            Self::Opener(opener) => (window().into(), opener.clone()),
            Self::Handler(worker) => match worker_container() {
                Some(container) => (container.unchecked_into(), worker.clone()),
                None => return Box::pin(std::future::ready(None)),
            },
        };
        let mut listener = None;
        let heard = Promise::new(&mut |resolve, _| {
            let partner = partner.clone();
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let from_partner = event
                    .source()
                    .is_some_and(|source| JsValue::from(source) == partner);
                if from_partner && text(&event.data(), "t").as_deref() == Some(kind) {
                    // Resolving twice has no effect.
                    let _ = resolve.call1(&JsValue::UNDEFINED, &event);
                }
            });
            // These targets take listeners.
            let _ = target.add_event_listener_with_callback("message", on_message.as_ref().unchecked_ref());
            listener = Some(on_message);
        });
        if let Self::Handler(_) = self {
            // Messages of a service worker wait until they are asked for.
            let _ = worker_container()
                .and_then(|container| method(&container, "startMessages")?.call0(&container).ok());
        }
        Box::pin(async move {
            let event = JsFuture::from(heard).await;
            if let Some(listener) = listener {
                // And give them back.
                let _ =
                    target.remove_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
            }
            event.ok()?.dyn_into().ok()
        })
    }

    /// Sends a message that anybody may read.
    pub(crate) fn send(&self, message: &JsValue) {
        // Whoever has gone does not answer.
        let _ = match self {
            Self::Opener(opener) => {
                method(opener, "postMessage").map(|post| post.call2(opener, message, &"*".into()))
            }
            Self::Handler(worker) => method(worker, "postMessage").map(|post| post.call1(worker, message)),
        };
    }

    /// The browser's word for where the order comes from.
    pub(crate) fn attested_origin(&self, event: &MessageEvent) -> Option<String> {
        match self {
            Self::Opener(_) => Some(event.origin()),
            // Of the payment request's event; the message is of this origin's own code.
            Self::Handler(_) => text(&event.data(), "origin"),
        }
    }
}

fn worker_container() -> Option<JsValue> {
    let container = Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    container.is_object().then_some(container)
}

async fn active_worker() -> Option<JsValue> {
    let ready: Promise = Reflect::get(&worker_container()?, &"ready".into())
        .ok()?
        .dyn_into()
        .ok()?;
    // Never ready where no worker was registered.
    let registration = match select(JsFuture::from(ready), TimeoutFuture::new(REGISTERED_MS)).await {
        Either::Left((registration, _)) => registration.ok()?,
        Either::Right(_) => return None,
    };
    let worker = Reflect::get(&registration, &"active".into()).ok()?;
    worker.is_object().then_some(worker)
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// A text of a message.
pub(crate) fn text(data: &JsValue, name: &str) -> Option<String> {
    const LONGEST: usize = 4096;
    Reflect::get(data, &name.into())
        .ok()?
        .as_string()
        .filter(|text| text.len() <= LONGEST)
}

/// A message.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
