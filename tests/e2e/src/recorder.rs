use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

use crate::{
    Result,
    cdp::{failed, open_socket},
};

/// Writes down everything that the pages and workers of a browser send and say: requests with headers and bodies, socket
/// frames, lines of the console, exceptions.
#[derive(Debug)]
pub struct Recorder {
    heard: Arc<Mutex<String>>,
    task: JoinHandle<()>,
}

/// What counts as leaving a page.
const EVENTS: [&str; 7] = [
    "Network.requestWillBeSent",
    "Network.requestWillBeSentExtraInfo",
    "Network.webSocketCreated",
    "Network.webSocketFrameSent",
    "Runtime.consoleAPICalled",
    "Runtime.exceptionThrown",
    "Log.entryAdded",
];

impl Recorder {
    /// Begins to listen to a browser and everything that opens in it.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn start(debugger_address: &str) -> Result<Self> {
        let mut socket = open_socket(debugger_address).await?;
        let mut id = 0;
        let mut command = move |session: Option<&Value>, method: &str, parameters: Value| {
            id += 1;
            let mut message = json!({ "id": id, "method": method, "params": parameters });
            if let Some(session) = session {
                message["sessionId"] = session.clone();
            }
            Message::text(message.to_string())
        };
        let everything = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        socket
            .send(command(None, "Target.setAutoAttach", everything.clone()))
            .await
            .map_err(failed)?;
        // Of a page: its frames and workers. The windows it opens are pages of their own, attached already; a second time
        // they would wait for ever for a debugger.
        let mut of_page = everything.clone();
        of_page["filter"] =
            json!([{ "type": "page", "exclude": true }, { "type": "tab", "exclude": true }, {}]);
        let heard = Arc::<Mutex<String>>::default();
        let writing = heard.clone();
        let task = tokio::spawn(async move {
            while let Some(Ok(message)) = socket.next().await {
                let Message::Text(text) = message else { continue };
                let Ok(event) = serde_json::from_str::<Value>(&text) else {
                    continue;
                };
                let method = event["method"].as_str().unwrap_or_default();
                if EVENTS.contains(&method) {
                    let mut heard = writing.lock().unwrap_or_else(PoisonError::into_inner);
                    heard.push_str(&text);
                    heard.push('\n');
                } else if method == "Target.attachedToTarget" {
                    let session = &event["params"]["sessionId"];
                    let bodies = json!({ "maxPostDataSize": 4_000_000 });
                    for message in [
                        command(Some(session), "Network.enable", bodies),
                        command(Some(session), "Runtime.enable", json!({})),
                        command(Some(session), "Log.enable", json!({})),
                        command(Some(session), "Target.setAutoAttach", of_page.clone()),
                        command(Some(session), "Runtime.runIfWaitingForDebugger", json!({})),
                    ] {
                        // The browser may be ending.
                        let _ = socket.send(message).await;
                    }
                }
            }
        });
        Ok(Self { heard, task })
    }

    /// Everything so far.
    #[must_use]
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.task.abort();
    }
}
