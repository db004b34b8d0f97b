use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
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
    /// Pay URLs of all orders so far.
    ordered: Mutex<Vec<String>>,
    /// How often the address was asked that shows one order first and another one later.
    asked: AtomicUsize,
}

/// The element, and everything it says as `window.events`.
const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title>
<script nonce="n" src="__WALLET__/checkout.js"></script>
<h1>Shop</h1>
<cryptocity-checkout create-order="/order" __ATTRIBUTES__></cryptocity-checkout>
<script nonce="n">
  window.events = [];
  window.violations = [];
  // As a merchant dresses the button; a sheet made by script is one that a strict policy lets through.
  const dress = new CSSStyleSheet();
  dress.replaceSync("cryptocity-checkout { --cryptocity-background: #123456 } cryptocity-checkout::part(button) { letter-spacing: 3px }");
  document.adoptedStyleSheets = [dress];
  const checkout = document.querySelector("cryptocity-checkout");
  for (const type of ["ready", "open", "authorized", "settled", "failed", "expired", "closed"])
    checkout.addEventListener(type, () => window.events.push(type));
  document.addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective + " " + e.blockedURI));
</script>"#;

const FRAME: &str = r#"<!doctype html><meta charset="utf-8"><title>frame</title><iframe src="/__QUERY__" width="400" height="300"></iframe>"#;

/// A page of the same origin with a script of its own instead of the element. It has two orders, opens the pay page itself
/// and answers its greeting with whatever `window.answer(popup, first, second)` says; the address chooses which answer.
const OWN_PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>shop without the element</title>
<button>Pay</button>
<script>
  const WALLET = "__WALLET__";
  const order = async () => (await fetch("/order", { method: "POST" })).json();
  const open_message = (payUrl) => ({ t: "cc.open", v: 1, payUrl });
  const send = (popup, message, ports = [new MessageChannel().port2]) => popup.postMessage(message, WALLET, ports);
  const ANSWERS = {
    // Another order right behind the first, and once more each second.
    replay(popup, first, second) {
      send(popup, open_message(first));
      send(popup, open_message(second));
      setInterval(() => send(popup, open_message(second)), 1000);
    },
    // Ten thousand messages that mean nothing, then the order.
    flood(popup, first) {
      const noise = [null, 7, "cc.open", [], {}, { t: "cc.ready", v: 1 }, { t: ["cc.open"] }, { t: "cc.close" }, new Date()];
      for (let i = 0; i < 10000; i += 1) send(popup, noise[i % noise.length], []);
      send(popup, open_message(first));
    },
    // Objects that look like an order to careless code.
    prototypes(popup, first, second) {
      send(popup, JSON.parse(`{ "__proto__": { "t": "cc.open", "payUrl": "${second}" } }`));
      send(popup, Object.assign(Object.create(null), { constructor: { t: "cc.open" }, payUrl: second }));
      send(popup, { t: new String("cc.open"), payUrl: second });
      send(popup, new Map([["t", "cc.open"], ["payUrl", second]]));
      send(popup, open_message(first));
    },
    // The right order, but nowhere to tell how it stands: no opening.
    portless(popup, first) {
      send(popup, open_message(first), []);
    },
    // A pay URL of this very server, which shows the first order and then the second.
    switching(popup) {
      send(popup, open_message(location.origin + "/switching"));
    },
  };
  window.orders = Promise.all([order(), order()]).then((orders) => (window.payUrls = orders.map(({ payUrl }) => payUrl)));
  document.querySelector("button").onclick = () => {
    const popup = open(`${WALLET}/pay/?opener&locale=en`, "_blank", "popup,width=420,height=700");
    let answered = false;
    addEventListener("message", async ({ source, data }) => {
      if (source !== popup || data?.t !== "cc.ready" || answered) return;
      answered = true;
      const [first, second] = await window.orders;
      ANSWERS[new URLSearchParams(location.search).get("answer")](popup, first, second);
    });
  };
</script>"#;

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
            .route("/own", get(own_page))
            .route("/order", post(order))
            .route("/switching", get(switching))
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
            ordered: Mutex::default(),
            asked: AtomicUsize::new(0),
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
        Ok(order) => {
            let pay_url = order["payUrl"].as_str().unwrap_or_default().to_owned();
            shop.ordered
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(pay_url);
            axum::Json(order).into_response()
        }
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn own_page(State(shop): State<Arc<OnceLock<Backend>>>) -> Response {
    match shop.get() {
        Some(shop) => Html(OWN_PAGE.replace("__WALLET__", &shop.wallet)).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What the till says of the first order, at first; of the second one from then on.
async fn switching(State(shop): State<Arc<OnceLock<Backend>>>) -> Response {
    let Some(shop) = shop.get() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let turn = shop.asked.fetch_add(1, Ordering::SeqCst).min(1);
    let pay_url = shop
        .ordered
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(turn)
        .cloned();
    let asked = shop.client.get(pay_url.unwrap_or_default()).send().await;
    let required = asked
        .ok()
        .and_then(|answer| answer.headers().get("payment-required").cloned());
    let Some(required) = required else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let mut response = StatusCode::PAYMENT_REQUIRED.into_response();
    let headers = [
        ("payment-required", required),
        (
            "access-control-allow-origin",
            header::HeaderValue::from_str(&shop.wallet).unwrap_or(header::HeaderValue::from_static("null")),
        ),
        (
            "access-control-expose-headers",
            header::HeaderValue::from_static("payment-required"),
        ),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), value);
    }
    response
}
