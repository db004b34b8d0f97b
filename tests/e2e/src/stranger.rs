use std::io;

use axum::{Router, response::Html, routing::get};
use tokio::{net::TcpListener, task::JoinHandle};

/// A page of another origin than the café's that opens the pay page with somebody else's order.
#[derive(Debug)]
pub struct Stranger {
    /// The page's origin.
    pub origin: String,
    task: JoinHandle<()>,
}

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>stranger</title>
<button>Pay</button>
<script>
  document.querySelector("button").onclick = () => {
    const popup = open("__WALLET__/pay/?locale=en", "stranger", "popup,width=420,height=700");
    addEventListener("message", ({ source, data }) => {
      if (source !== popup || data?.t !== "cc.ready") return;
      const { port1, port2 } = new MessageChannel();
      window.port = port1;
      window.greetings = (window.greetings ?? 0) + 1;
      for (const message of __MESSAGES__) popup.postMessage(message, "__WALLET__", message.noPort ? [] : [new MessageChannel().port2]);
      popup.postMessage({ t: "cc.open", v: 1, id: "1", payUrl: "__PAY_URL__" }, "__WALLET__", [port2]);
    });
  };
</script>"#;

impl Stranger {
    /// Serves the page.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn open_shop(wallet: &str, pay_url: &str) -> io::Result<Self> {
        Self::open_hostile_shop(wallet, pay_url, "[]").await
    }

    /// Serves a page that says other things first: the value of a script, an array of messages.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn open_hostile_shop(wallet: &str, pay_url: &str, messages: &str) -> io::Result<Self> {
        let page = PAGE
            .replace("__WALLET__", wallet)
            .replace("__PAY_URL__", pay_url)
            .replace("__MESSAGES__", messages);
        let router = Router::new().route("/", get(move || std::future::ready(Html(page.clone()))));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Ends with the journey.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { origin, task })
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.task.abort();
    }
}
