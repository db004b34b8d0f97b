use chain::{HttpError, HttpLimits, HttpPort};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit,
    Response,
};

/// One request. Never with cookies, never from a cache.
#[derive(Debug, Clone)]
pub struct HttpRequest<'a> {
    /// `GET`, `POST`.
    pub method: &'a str,
    /// Where.
    pub url: &'a str,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: Option<&'a [u8]>,
}

impl<'a> HttpRequest<'a> {
    /// `GET`, without headers of its own.
    #[must_use]
    pub const fn get(url: &'a str) -> Self {
        Self {
            method: "GET",
            url,
            headers: &[],
            body: None,
        }
    }
}

/// One answer.
#[derive(Debug)]
pub struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body, within the limit.
    pub body: Vec<u8>,
    headers: Headers,
}

impl HttpAnswer {
    /// A header that the server exposes.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).ok().flatten()
    }
}

/// Sends a request and reads the answer, whatever its status.
///
/// # Errors
/// [`HttpError`] other than `Status`.
pub async fn fetch(request: &HttpRequest<'_>, limits: HttpLimits) -> Result<HttpAnswer, HttpError> {
    let signal = AbortSignal::timeout_with_u32(limits.deadline_ms);
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_signal(Some(&signal));
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    let headers = Headers::new().map_err(|_| unreachable_error())?;
    for (name, value) in request.headers {
        headers.set(name, value).map_err(|_| unreachable_error())?;
    }
    init.set_headers(&headers);
    if let Some(body) = request.body {
        init.set_body(&Uint8Array::from(body));
    }
    let response: Response = JsFuture::from(global_fetch(request.url, &init)?)
        .await
        .and_then(JsCast::dyn_into)
        .map_err(|_| failure(&signal))?;
    let status = response.status();
    let headers = response.headers();
    let body = read_body(&response, limits.max_bytes, &signal).await?;
    Ok(HttpAnswer {
        status,
        body,
        headers,
    })
}

/// `fetch` of a window or of a worker.
fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, HttpError> {
    let global = js_sys::global();
    Reflect::get(&global, &JsValue::from_str("fetch"))
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|fetch| fetch.call2(&global, &JsValue::from_str(url), init))
        .and_then(JsCast::dyn_into)
        .map_err(|_| unreachable_error())
}

/// Reads chunk by chunk and stops at the cap.
async fn read_body(
    response: &Response,
    max_bytes: usize,
    signal: &AbortSignal,
) -> Result<Vec<u8>, HttpError> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(bytes);
    };
    let reader: ReadableStreamDefaultReader =
        stream.get_reader().dyn_into().map_err(|_| unreachable_error())?;
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| failure(signal))?;
        let field = |name: &str| Reflect::get(&chunk, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(bytes);
        }
        let part = Uint8Array::from(field("value")).to_vec();
        if bytes.len().saturating_add(part.len()) > max_bytes {
            // The rest is not wanted; whether the cancellation is heard does not matter.
            let _ = reader.cancel();
            return Err(HttpError::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
}

fn failure(signal: &AbortSignal) -> HttpError {
    if signal.aborted() {
        HttpError::Deadline
    } else {
        unreachable_error()
    }
}

/// Browsers do not tell a page why a connection failed.
fn unreachable_error() -> HttpError {
    HttpError::Unreachable("fetch failed".into())
}

/// The HTTP port over `fetch`.
#[derive(Debug, Clone, Copy, Default)]
pub struct FetchHttp;

impl HttpPort for FetchHttp {
    async fn pause(&self, milliseconds: u32) {
        // Spreads wallets, hides nothing: no secret depends on it.
        let share = js_sys::Math::random();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates"
        )]
        let extra = (f64::from(milliseconds / 4) * share) as u32;
        gloo_timers::future::TimeoutFuture::new(milliseconds.saturating_add(extra)).await;
    }

    async fn post_json(&self, url: &str, body: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, HttpError> {
        let headers = [("content-type", "application/json")];
        let request = HttpRequest {
            method: "POST",
            url,
            headers: &headers,
            body: Some(&body),
        };
        let answer = fetch(&request, limits).await?;
        if (200..300).contains(&answer.status) {
            Ok(answer.body)
        } else {
            let retry_after = answer.header("retry-after");
            Err(HttpError::of_status(answer.status, retry_after.as_deref()))
        }
    }
}
