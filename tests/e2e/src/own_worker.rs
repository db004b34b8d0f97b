use key_worker::protocol::{Failure, Request, Response, decode, encode};
use serde_json::Value;

use crate::{DevTools, JourneyError, Result, World};

/// A wallet worker that a test talks to itself, beside the page's own.
#[derive(Debug)]
pub struct OwnWorker {
    /// The browser.
    pub tools: DevTools,
    /// The page's session.
    pub page: String,
    /// The worker's session.
    pub session: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub answer: Result<Response, Failure>,
    /// What travelled beside it.
    pub secret: String,
    /// From the page's message to the answer on the page.
    pub milliseconds: f64,
}

/// `window.ask(bytes, secret, times)`, one message after the other as the page sends them: all at once.
const START: &str = r#"(async () => {
    const script = document.querySelector("meta[name=wallet-worker]").content;
    const worker = new Worker(script);
    const waiting = new Map();
    await new Promise((ready) => {
        worker.onmessage = ({ data }) => {
            if (data.ready) return ready();
            waiting.get(data.id)?.(data);
            waiting.delete(data.id);
        };
    });
    let next = 1;
    window.ask = (bytes, secret, times) => Promise.all(Array.from({ length: times }, () => new Promise((answered) => {
        const id = next++;
        const begun = performance.now();
        waiting.set(id, ({ bytes, secret }) => answered({
            time: performance.now() - begun,
            bytes: [...bytes],
            text: new TextDecoder().decode(secret),
        }));
        worker.postMessage({ id, bytes: new Uint8Array(bytes), secret: new TextEncoder().encode(secret) });
    })));
    return script;
})()"#;

impl OwnWorker {
    /// Starts it on the wallet's page, which is open in front.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn start(world: &World) -> Result<Self> {
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let page = tools.attach_to_page(&world.stack.addresses().wallet).await?;
        let script = tools.evaluate(&page, START).await?;
        let session = tools
            .attach_to_worker_at(&page, script.as_str().unwrap_or_default())
            .await?;
        Ok(Self { tools, page, session })
    }

    /// Asks the same so many times.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn ask(&mut self, request: &Request, secret: &str, times: usize) -> Result<Vec<Answered>> {
        let (bytes, secret) = (encode(request), Value::from(secret));
        let script = format!("ask({bytes:?}, {secret}, {times})");
        let answers = self.tools.evaluate(&self.page, &script).await?;
        let read = |answer: &Value| {
            let bytes = answer["bytes"].as_array()?.iter();
            let bytes: Vec<u8> = bytes
                .map(|byte| u8::try_from(byte.as_u64()?).ok())
                .collect::<Option<_>>()?;
            Some(Answered {
                answer: decode(&bytes)?,
                secret: answer["text"].as_str()?.to_owned(),
                milliseconds: answer["time"].as_f64()?,
            })
        };
        let all = answers
            .as_array()
            .into_iter()
            .flatten()
            .map(read)
            .collect::<Option<_>>();
        all.ok_or_else(|| JourneyError::Answer("the worker's answer".into()))
    }
}
