use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, MessagePort, Url, UrlSearchParams};

use crate::{
    pay::partner::{Partner, object, text},
    services::{is_payable, random_name},
};

/// How long whoever opened the page may take to answer.
const HANDSHAKE_MS: u32 = 30_000;
/// How long it may take when the address names the order as well: after a reload, or for a link inside a window.
const SHORT_HANDSHAKE_MS: u32 = 3_000;
/// The greeting is repeated until it is answered: the other side may not listen yet.
const GREETING_MS: u32 = 250;

/// How the page was opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// Where the order is paid.
    pub(crate) pay_url: String,
    /// The origin the browser attests for whoever opened the page, none for links.
    pub(crate) attested_origin: Option<String>,
    /// The other side's end, for hints about the status.
    port: Option<(MessagePort, JsValue)>,
    /// Where a redirected payer wants to go back to; obeyed only for an origin of the merchant's certificate.
    pub(crate) return_url: Option<String>,
}

impl Opening {
    /// Tells the other side how it stands. Only a hint: the merchant's page asks its own server.
    pub(crate) fn tell(&self, status: &str) {
        let Some((port, id)) = &self.port else { return };
        let message = object(&[
            ("t", "cc.status".into()),
            ("v", 1.into()),
            ("id", id.clone()),
            ("status", status.into()),
        ]);
        // The other side may have gone; its server knows.
        let _ = port.post_message(&message);
    }

    /// A link that opens the same order anywhere, in a language.
    pub(crate) fn link(&self, language: &str) -> String {
        let origin = window().location().origin().unwrap_or_default();
        format!("{origin}/pay/?locale={language}{}", fragment(&self.pay_url))
    }

    /// The address to send the payer back to, when it belongs to one of these origins.
    pub(crate) fn way_back(&self, origins: &[String]) -> Option<&str> {
        let address = self.return_url.as_deref()?;
        let origin = Url::new(address).ok()?.origin();
        origins.contains(&origin).then_some(address)
    }
}

/// Finds out which order is meant, and who attests where it comes from. `None` when nobody names one.
pub(crate) async fn await_opening() -> Option<Opening> {
    let linked = linked_order();
    let Some(partner) = Partner::find().await else {
        if linked.is_none() && asks_for_opener() {
            // The policy of the page that opened this window has cut the link. That page goes another way by itself, and
            // this window is only in the way. A browser that keeps it shows what to do.
            let _ = window().close();
        }
        return linked;
    };
    let patience = if linked.is_some() {
        SHORT_HANDSHAKE_MS
    } else {
        HANDSHAKE_MS
    };
    handshake(&partner, patience).await.or(linked)
}

/// The order that the address names: `#order=<pay URL>`, and `&return=<address>` for a redirect.
fn linked_order() -> Option<Opening> {
    let hash = window().location().hash().ok()?;
    let named = UrlSearchParams::new_with_str(hash.strip_prefix('#')?).ok()?;
    let pay_url = named.get("order").filter(|url| is_payable(url))?;
    Some(Opening {
        pay_url,
        attested_origin: None,
        port: None,
        return_url: named.get("return"),
    })
}

/// Whether a merchant's page opened this window to talk to it.
fn asks_for_opener() -> bool {
    let search = window().location().search().unwrap_or_default();
    search.starts_with("?opener")
}

/// `cc.ready` until `cc.open` comes with the pay URL and a port. The first such message from the partner is the only one.
async fn handshake(partner: &Partner, patience: u32) -> Option<Opening> {
    let id = JsValue::from(random_name());
    let ready = object(&[("t", "cc.ready".into()), ("v", 1.into()), ("id", id.clone())]);
    let mut answer = partner.first_message("cc.open");
    let mut waited = 0;
    let event = loop {
        partner.send(&ready);
        answer = match select(answer, TimeoutFuture::new(GREETING_MS)).await {
            Either::Left((event, _)) => break event?,
            Either::Right((_, answer)) => answer,
        };
        waited += GREETING_MS;
        if waited >= patience {
            return None;
        }
    };
    let opening = read_opening(partner, &event, id)?;
    remember_in_address(&opening.pay_url);
    Some(opening)
}

fn read_opening(partner: &Partner, event: &MessageEvent, id: JsValue) -> Option<Opening> {
    let pay_url = text(&event.data(), "payUrl").filter(|url| is_payable(url))?;
    let port: MessagePort = Reflect::get_u32(&event.ports(), 0).ok()?.dyn_into().ok()?;
    Some(Opening {
        pay_url,
        attested_origin: Some(partner.attested_origin(event)?),
        port: Some((port, id)),
        return_url: None,
    })
}

/// A reload asks the partner again; when it is gone, the order is opened as by a link, without an attested origin.
fn remember_in_address(pay_url: &str) {
    if let Ok(history) = window().history() {
        // Without it only a reload is lost.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment(pay_url)));
    }
}

/// Names an order in the address of this page.
fn fragment(pay_url: &str) -> String {
    format!("#order={}", String::from(js_sys::encode_uri_component(pay_url)))
}
