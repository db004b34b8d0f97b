use serde_json::{Value, json};

use crate::{DevTools, JourneyError, Result};

/// Runs inside a session: which of the byte strings (in hex) stand in any WebAssembly memory of it.
const SEARCH: &str = r#"function (needles) {
    const found = [];
    for (const memory of this) {
        const bytes = new Uint8Array(memory.buffer);
        for (const [name, hex] of Object.entries(needles)) {
            const needle = hex.match(/../g).map((byte) => parseInt(byte, 16));
            for (let at = bytes.indexOf(needle[0]); at !== -1; at = bytes.indexOf(needle[0], at + 1)) {
                if (needle.every((byte, offset) => bytes[at + offset] === byte)) {
                    found.push(name);
                    break;
                }
            }
        }
    }
    return { memories: this.length, found };
}"#;

/// Runs in a page before its own scripts: keeps the memories of the modules it starts.
const KEEP: &str = r#"{
    const kept = [];
    Object.defineProperty(window, "memories", { value: kept });
    for (const name of ["instantiate", "instantiateStreaming"]) {
        const original = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const made = await original.apply(WebAssembly, given);
            const { memory } = (made.instance ?? made).exports;
            if (memory) kept.push(memory);
            return made;
        };
    }
}"#;

impl DevTools {
    /// Has a page keep its memories from its next load on, for [`Self::search_page_memory`].
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn keep_memories(&mut self, page: &str) -> Result<()> {
        let script = json!({ "source": KEEP });
        self.call(Some(page), "Page.enable", json!({})).await?;
        self.call(Some(page), "Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        Ok(())
    }

    /// Which of the named byte strings stand in the memories that a page kept. Chromium's own search for objects never
    /// answers in a page whose modules share a table.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn search_page_memory(
        &mut self,
        page: &str,
        needles: &[(&str, Vec<u8>)],
    ) -> Result<Vec<String>> {
        let kept = json!({ "expression": "window.memories" });
        let kept = self.call(Some(page), "Runtime.evaluate", kept).await?;
        let kept = kept["result"]["objectId"].clone();
        self.search(Some(page), kept, needles).await
    }

    /// Which of the named byte strings stand in the WebAssembly memories of a worker. At least one memory must be there.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn search_memory(&mut self, session: &str, needles: &[(&str, Vec<u8>)]) -> Result<Vec<String>> {
        let session = Some(session);
        let prototype = json!({ "expression": "WebAssembly.Memory.prototype" });
        let prototype = self.call(session, "Runtime.evaluate", prototype).await?;
        let all = json!({ "prototypeObjectId": prototype["result"]["objectId"] });
        let all = self.call(session, "Runtime.queryObjects", all).await?;
        let all = all["objects"]["objectId"].clone();
        self.search(session, all, needles).await
    }

    async fn search(
        &mut self,
        session: Option<&str>,
        memories: Value,
        needles: &[(&str, Vec<u8>)],
    ) -> Result<Vec<String>> {
        let needles: Value = needles
            .iter()
            .map(|(name, bytes)| {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                ((*name).to_owned(), Value::from(hex))
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let search = json!({
            "objectId": memories,
            "functionDeclaration": SEARCH,
            "arguments": [{ "value": needles }],
            "returnByValue": true,
        });
        let answer = self.call(session, "Runtime.callFunctionOn", search).await?;
        let value = &answer["result"]["value"];
        if value["memories"].as_u64().unwrap_or_default() == 0 {
            return Err(JourneyError::DevTools(format!("no memory: {answer}")));
        }
        let names = value["found"].as_array().into_iter().flatten();
        Ok(names.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Everything that is alive on a page's heap, after its garbage was collected.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn heap(&mut self, session: &str) -> Result<String> {
        const CHUNK: &str = "HeapProfiler.addHeapSnapshotChunk";
        let session = Some(session);
        self.call(session, "HeapProfiler.enable", json!({})).await?;
        self.call(session, "HeapProfiler.collectGarbage", json!({}))
            .await?;
        self.call(session, "HeapProfiler.takeHeapSnapshot", json!({}))
            .await?;
        let chunks = self.take_events(CHUNK);
        let text = chunks
            .iter()
            .filter_map(|event| event["params"]["chunk"].as_str());
        Ok(text.collect())
    }
}
