use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, OnceLock},
};

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

/// A merchant's page with the real element, served under whatever policies a test asks for. Its origin is known before the
/// stack starts, so that the zone can certify it.
#[derive(Debug)]
pub struct Shop {
    /// The page's origin.
    pub origin: String,
    backend: Arc<OnceLock<Backend>>,
    task: JoinHandle<()>,
}

/// What the shop's server needs of the running stack.
#[derive(Debug)]
struct Backend {
    wallet: String,
    till: String,
    api_key: String,
    origin: String,
    client: reqwest::Client,
}

/// The element, and everything it says as `window.events`.
const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title>
<script nonce="n" src="__WALLET__/checkout.js"></script>
<h1>Shop</h1>
<cryptocity-checkout create-order="/order" __ATTRIBUTES__></cryptocity-checkout>
<script nonce="n">
  window.events = [];
  window.violations = [];
  const checkout = document.querySelector("cryptocity-checkout");
  for (const type of ["ready", "open", "authorized", "settled", "failed", "expired", "closed"])
    checkout.addEventListener(type, () => window.events.push(type));
  document.addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective + " " + e.blockedURI));
</script>"#;

const FRAME: &str = r#"<!doctype html><meta charset="utf-8"><title>frame</title><iframe src="/__QUERY__" width="400" height="300"></iframe>"#;

impl Shop {
    /// Serves the page; it answers 503 until [`Shop::open`].
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn rent() -> io::Result<Self> {
        let backend = Arc::<OnceLock<Backend>>::default();
        let router = Router::new()
            .route("/", get(page))
            .route("/framed", get(framed))
            .route("/order", post(order))
            .with_state(backend.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Ends with the journey.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            origin,
            backend,
            task,
        })
    }

    /// Gives the shop its till.
    pub fn open(&self, stack: &demo::Stack) {
        let addresses = stack.addresses();
        let backend = Backend {
            wallet: addresses.wallet.clone(),
            till: addresses.merchant.clone(),
            api_key: stack.api_key().into(),
            origin: self.origin.clone(),
            client: reqwest::Client::builder().no_proxy().build().unwrap_or_default(),
        };
        // A second opening changes nothing.
        let _ = self.backend.set(backend);
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Asked = Query<BTreeMap<String, String>>;

/// `coop`, `coep` and `csp` are sent as the headers they name, `attributes` stand on the element.
async fn page(State(shop): State<Arc<OnceLock<Backend>>>, Query(asked): Asked) -> Response {
    let Some(shop) = shop.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let text = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    let page = PAGE
        .replace("__WALLET__", &shop.wallet)
        .replace("__ATTRIBUTES__", text("attributes"));
    let mut response = Html(page).into_response();
    let Backend { wallet, till, .. } = shop;
    let csp = format!(
        "default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; img-src {wallet}; connect-src 'self' {till} \
         {wallet}; base-uri 'none'; form-action 'none'"
    );
    let headers = [
        ("cross-origin-opener-policy", text("coop")),
        ("cross-origin-embedder-policy", text("coep")),
        (
            "content-security-policy",
            if text("csp").is_empty() { "" } else { &csp },
        ),
    ];
    for (name, value) in headers {
        if let (false, Ok(value)) = (value.is_empty(), value.parse()) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

async fn framed(request: axum::extract::Request) -> Html<String> {
    let query = request.uri().query().map(|query| format!("?{query}"));
    Html(FRAME.replace("__QUERY__", &query.unwrap_or_default()))
}

async fn order(State(shop): State<Arc<OnceLock<Backend>>>) -> Response {
    let Some(shop) = shop.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let line = json!({ "name": "Tea", "quantityMilli": "1000", "unitTiyn": "50000", "vatBps": 1600 });
    let asked = shop
        .client
        .post(format!("{}/v1/orders", shop.till))
        .bearer_auth(&shop.api_key)
        .json(&json!({ "origin": shop.origin, "lines": [line] }))
        .send()
        .await;
    let answer = match asked {
        Ok(answer) => answer.json::<Value>().await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(order) => axum::Json(order).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}
