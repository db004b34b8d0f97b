use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort, Url};

/// How long the opener may take to answer.
const HANDSHAKE_MS: u32 = 30_000;

/// How the page was opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// Where the order is paid.
    pub(crate) pay_url: String,
    /// The origin the browser attests for the opener, none for links.
    pub(crate) attested_origin: Option<String>,
    /// The opener's end, for hints about the status.
    pub(crate) port: Option<(MessagePort, String)>,
}

impl Opening {
    /// Tells the opener how it stands. Only a hint: the merchant's page asks its own server.
    pub(crate) fn tell(&self, status: &str) {
        let Some((port, id)) = &self.port else { return };
        let message = object(&[
            ("t", "cc.status".into()),
            ("v", 1.into()),
            ("id", id.into()),
            ("status", status.into()),
        ]);
        // The opener may have gone; its server knows.
        let _ = port.post_message(&message);
    }
}

/// Reads the order from the address, else asks the opener. `None` when neither names one.
pub(crate) async fn await_opening() -> Option<Opening> {
    let hash = window().location().hash().ok()?;
    if let Some(encoded) = hash.strip_prefix("#order=") {
        let pay_url = js_sys::decode_uri_component(encoded).ok().map(String::from)?;
        return is_payable(&pay_url).then_some(Opening {
            pay_url,
            attested_origin: None,
            port: None,
        });
    }
    let opener = window()
        .opener()
        .ok()
        .filter(|opener| !opener.is_null() && !opener.is_undefined())?;
    handshake(opener).await
}

/// Over https, or over http on this very machine.
fn is_payable(pay_url: &str) -> bool {
    Url::new(pay_url).is_ok_and(|url| match url.protocol().as_str() {
        "https:" => true,
        "http:" => matches!(url.hostname().as_str(), "127.0.0.1" | "localhost" | "[::1]"),
        _ => false,
    })
}

/// `cc.ready` to the opener, `cc.open` back with the pay URL and a port. The origin is the browser's word, the source
/// must be the opener, and the first such message is the only one.
async fn handshake(opener: JsValue) -> Option<Opening> {
    let target = opener.clone();
    let mut listener = None;
    let answered = Promise::new(&mut |resolve, _| {
        let opener = opener.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let from_opener = event
                .source()
                .is_some_and(|source| JsValue::from(source) == opener);
            if from_opener && text(&event.data(), "t").as_deref() == Some("cc.open") {
                // Resolving twice has no effect.
                let _ = resolve.call1(&JsValue::UNDEFINED, &event);
            }
        });
        // A window takes listeners.
        let _ = window().add_event_listener_with_callback("message", on_message.as_ref().unchecked_ref());
        listener = Some(on_message);
    });
    let ready = object(&[("t", "cc.ready".into()), ("v", 1.into())]);
    let post = Reflect::get(&target, &"postMessage".into())
        .ok()?
        .dyn_into::<js_sys::Function>()
        .ok()?;
    post.call2(&target, &ready, &"*".into()).ok()?;

    let event = match select(JsFuture::from(answered), TimeoutFuture::new(HANDSHAKE_MS)).await {
        Either::Left((event, _)) => event.ok(),
        Either::Right(_) => None,
    };
    if let Some(listener) = listener {
        // A window gives listeners back.
        let _ = window().remove_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
    }
    let event: MessageEvent = event?.dyn_into().ok()?;
    let pay_url = text(&event.data(), "payUrl").filter(|url| is_payable(url))?;
    let id = text(&event.data(), "id")?;
    let port: MessagePort = Array::from(&event.ports()).get(0).dyn_into().ok()?;
    remember_in_address(&pay_url);
    Some(Opening {
        pay_url,
        attested_origin: Some(event.origin()),
        port: Some((port, id)),
    })
}

/// After a reload the opener does not answer again; the order is then opened as by a link, without an attested origin.
fn remember_in_address(pay_url: &str) {
    let fragment = format!("#order={}", String::from(js_sys::encode_uri_component(pay_url)));
    if let Ok(history) = window().history() {
        // Without it only a reload is lost.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment));
    }
}

fn text(data: &JsValue, name: &str) -> Option<String> {
    const LONGEST: usize = 4096;
    Reflect::get(data, &name.into())
        .ok()?
        .as_string()
        .filter(|text| text.len() <= LONGEST)
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A plain object takes any field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
