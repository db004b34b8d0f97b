use std::fmt;

use browser::{Field, HttpRequest, Json, fetch, write_json};
use chain::HttpLimits;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use sig::B256;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::TillError;

/// What an operator must know of who pays a lot.
#[derive(Clone, Copy)]
pub struct PayerData<'a> {
    /// Name, as documents have it.
    pub name: &'a str,
    /// IIN, or the number of a passport.
    pub document: &'a str,
    /// Where the payer lives.
    pub address: &'a str,
}

impl fmt::Debug for PayerData<'_> {
    /// Says nothing of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayerData")
    }
}

/// To which key the data are sealed, and for how long they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelTerms {
    public_key: String,
    /// Days.
    pub keep_days: u64,
}

/// Asks an operator what it does with the data of payers.
///
/// # Errors
/// [`TillError`].
pub async fn ask_travel_terms(operator_url: &str) -> Result<TravelTerms, TillError> {
    let url = format!("{operator_url}/v1/travel-rule");
    let request = HttpRequest::get(&url);
    let answer = fetch(&request, HttpLimits::default()).await?;
    let terms = Json::from_bytes(&answer.body).filter(|_| answer.status == 200);
    terms
        .and_then(|terms| {
            Some(TravelTerms {
                public_key: terms.get("publicKey")?.text()?,
                keep_days: terms.get("keepDays")?.whole()?,
            })
        })
        .ok_or(TillError::Later)
}

/// Seals the data to the operator's key for one order and sends them. Sent again, they replace those of before.
///
/// # Errors
/// [`TillError`].
///
/// # Security
/// They leave this page sealed (HPKE), over https, to the operator that the registry names; never to the merchant, and
/// nothing of them is kept here.
pub async fn send_payer_data(
    operator_url: &str,
    terms: &TravelTerms,
    order_hash: B256,
    data: PayerData<'_>,
) -> Result<(), TillError> {
    let data = write_json(&[
        ("name", Field::Text(data.name.trim())),
        ("document", Field::Text(data.document.trim())),
        ("address", Field::Text(data.address.trim())),
    ]);
    let order_hash = order_hash.to_string();
    let sealed = seal(&terms.public_key, &order_hash, &data)
        .await
        .map_err(|_| TillError::Later)?;
    let url = format!("{operator_url}/v1/travel-rule/{order_hash}");
    let request = HttpRequest {
        method: "PUT",
        url: &url,
        headers: &[("content-type", "application/json")],
        body: Some(sealed.as_bytes()),
    };
    // 409: the order is paid, and its payer's data are there.
    match fetch(&request, HttpLimits::default()).await?.status {
        204 | 409 => Ok(()),
        _ => Err(TillError::Later),
    }
}

/// Few payments are that large, and people are identified once: what seals is a script of its own, loaded when it is
/// needed. The hash is authenticated with the data.
pub(super) async fn seal(public_key: &str, order_hash: &str, data: &str) -> Result<String, JsValue> {
    const NAME: &str = "cryptocitySeal";
    if Reflect::get(&window(), &NAME.into())?.is_undefined() {
        load_script("seal").await?;
    }
    let seal: Function = Reflect::get(&window(), &NAME.into())?.dyn_into()?;
    let sealing = seal.call3(
        &JsValue::NULL,
        &public_key.into(),
        &order_hash.into(),
        &data.into(),
    )?;
    JsFuture::from(sealing.dyn_into::<Promise>()?)
        .await?
        .as_string()
        .ok_or(JsValue::NULL)
}

/// Loads the script that a `<meta>` of the page names.
async fn load_script(meta: &str) -> Result<(), JsValue> {
    let meta = document().query_selector(&format!("meta[name={meta}]"))?;
    let address = meta.and_then(|meta| meta.get_attribute("content"));
    let script: HtmlElement = document().create_element("script")?.dyn_into()?;
    script.set_attribute("src", &address.unwrap_or_default())?;
    let loaded = Promise::new(&mut |done, failed| {
        script.set_onload(Some(&done));
        script.set_onerror(Some(&failed));
    });
    document().head().ok_or(JsValue::NULL)?.append_child(&script)?;
    JsFuture::from(loaded).await.map(drop)
}
