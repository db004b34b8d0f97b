use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{JourneyError, Result};

/// As patient as the pages' own waiting.
const ATTEMPTS: u32 = 450;
const INTERVAL: Duration = Duration::from_millis(100);
/// A page that is closed or cannot go on never answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to the browser's DevTools protocol, for what WebDriver cannot do.
#[derive(Debug)]
pub struct DevTools {
    socket: Socket,
    last_id: u64,
    /// Events that came while an answer was awaited.
    events: Vec<Value>,
}

pub(crate) fn failed(reason: impl ToString) -> JourneyError {
    JourneyError::DevTools(reason.to_string())
}

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The browser's own socket, through which all of its pages are reached.
pub(crate) async fn open_socket(debugger_address: &str) -> Result<Socket> {
    let version: Value = reqwest::get(format!("http://{debugger_address}/json/version"))
        .await?
        .json()
        .await?;
    let url = version["webSocketDebuggerUrl"]
        .as_str()
        .ok_or_else(|| failed("no address"))?;
    let (socket, _) = connect_async(url).await.map_err(failed)?;
    Ok(socket)
}

impl DevTools {
    /// Connects to a browser.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn connect(debugger_address: &str) -> Result<Self> {
        Ok(Self {
            socket: open_socket(debugger_address).await?,
            last_id: 0,
            events: Vec::new(),
        })
    }

    /// The session of the page whose address begins with `url`.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn attach_to_page(&mut self, url: &str) -> Result<String> {
        let targets = self.call(None, "Target.getTargets", json!({})).await?;
        let is_page = |target: &&Value| {
            target["type"] == "page"
                && target["url"]
                    .as_str()
                    .is_some_and(|address| address.starts_with(url))
        };
        let page = targets["targetInfos"]
            .as_array()
            .into_iter()
            .flatten()
            .find(is_page);
        let id = page.ok_or_else(|| failed(format!("no page at {url}")))?["targetId"].clone();
        let parameters = json!({ "targetId": id, "flatten": true });
        let attached = self.call(None, "Target.attachToTarget", parameters).await?;
        attached["sessionId"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| failed("no session"))
    }

    /// Address and session of every page there is.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn attach_to_pages(&mut self) -> Result<Vec<(String, String)>> {
        let targets = self.call(None, "Target.getTargets", json!({})).await?;
        let mut pages = Vec::new();
        for target in targets["targetInfos"].as_array().into_iter().flatten() {
            // A window that was closed stays for a while as a page without an address, and never answers.
            if target["type"] != "page" || target["url"] == "" {
                continue;
            }
            let parameters = json!({ "targetId": target["targetId"], "flatten": true });
            // A page that is just closing is none.
            if let Ok(attached) = self.call(None, "Target.attachToTarget", parameters).await {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                pages.push((text(&target["url"]), text(&attached["sessionId"])));
            }
        }
        Ok(pages)
    }

    /// Waits for a page whose address begins with `url`, one that WebDriver does not count among its windows too.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn wait_for_page(&mut self, url: &str) -> Result<String> {
        self.wait_for_one_of(&[url.to_owned()]).await
    }

    /// Waits until no page's address begins with `url`.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn wait_until_gone(&mut self, url: &str) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let Some(_) = self.attach_to_page(url).await.ok() else {
                return Ok(());
            };
            sleep(INTERVAL).await;
        }
        Err(failed(format!("there is still a page at {url}")))
    }

    /// Waits for a page whose address begins with one of `urls`.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn wait_for_one_of(&mut self, urls: &[String]) -> Result<String> {
        for _ in 0..ATTEMPTS {
            for url in urls {
                if let Ok(session) = self.attach_to_page(url).await {
                    return Ok(session);
                }
            }
            sleep(INTERVAL).await;
        }
        let targets = self.call(None, "Target.getTargets", json!({})).await?;
        Err(failed(format!("no page at {urls:?}, but {targets}")))
    }

    /// Waits until an expression inside a session is neither missing nor false, and gives its value.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn wait_for(&mut self, session: &str, expression: &str) -> Result<Value> {
        for _ in 0..ATTEMPTS {
            let value = self.evaluate(session, expression).await.unwrap_or_default();
            if !value.is_null() && value != false {
                return Ok(value);
            }
            sleep(INTERVAL).await;
        }
        let shown = self.evaluate(session, "document.body.innerText").await?;
        Err(failed(format!(
            "waited for {expression}, but the page shows {shown}"
        )))
    }

    /// Session and script address of the worker that the page of `session` runs.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn attach_to_worker(&mut self, session: &str) -> Result<(String, String)> {
        let parameters = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        self.call(Some(session), "Target.setAutoAttach", parameters)
            .await?;
        loop {
            let found = self.events.iter().find(|event| {
                event["method"] == "Target.attachedToTarget"
                    && event["params"]["targetInfo"]["type"] == "worker"
            });
            if let Some(event) = found {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let parameters = &event["params"];
                return Ok((
                    text(&parameters["sessionId"]),
                    text(&parameters["targetInfo"]["url"]),
                ));
            }
            let event = self.next().await?;
            self.events.push(event);
        }
    }

    /// The session of a worker whose script has this address, once the page of `session` has started it.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn attach_to_worker_at(&mut self, session: &str, script: &str) -> Result<String> {
        let parameters = json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        self.call(Some(session), "Target.setAutoAttach", parameters)
            .await?;
        loop {
            let found = self.events.iter().rfind(|event| {
                event["method"] == "Target.attachedToTarget"
                    && event["params"]["targetInfo"]["url"]
                        .as_str()
                        .is_some_and(|url| url.ends_with(script))
            });
            if let Some(session) = found.and_then(|event| event["params"]["sessionId"].as_str()) {
                return Ok(session.to_owned());
            }
            let event = self.next().await?;
            self.events.push(event);
        }
    }

    /// Takes the events of a kind that came so far.
    pub(crate) fn take_events(&mut self, method: &str) -> Vec<Value> {
        self.events
            .extract_if(.., |event| event["method"] == method)
            .collect()
    }

    /// The value of an expression inside a session; promises are awaited.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`], also when it throws.
    pub async fn evaluate(&mut self, session: &str, expression: &str) -> Result<Value> {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call(Some(session), "Runtime.evaluate", parameters).await?;
        if answer["exceptionDetails"].is_null() {
            Ok(answer["result"]["value"].clone())
        } else {
            Err(failed(&answer["exceptionDetails"]))
        }
    }

    /// Calls a method of the protocol.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .map_err(failed)?;
        let silent = || failed(format!("{method}: no answer"));
        loop {
            let answer = timeout(PATIENCE, self.next()).await.map_err(|_| silent())??;
            if answer["id"] != id {
                self.events.push(answer);
            } else if answer["error"].is_null() {
                return Ok(answer["result"].clone());
            } else {
                return Err(failed(format!("{method}: {}", answer["error"])));
            }
        }
    }

    async fn next(&mut self) -> Result<Value> {
        while let Some(message) = self.socket.next().await {
            if let Message::Text(text) = message.map_err(failed)? {
                return Ok(serde_json::from_str(&text)?);
            }
        }
        Err(failed("the connection has ended"))
    }
}
