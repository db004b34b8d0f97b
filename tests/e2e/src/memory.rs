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

impl DevTools {
    /// Which of the named byte strings stand in the WebAssembly memories of a session. At least one memory must be there.
    ///
    /// # Errors
    /// [`JourneyError::DevTools`].
    pub async fn search_memory(&mut self, session: &str, needles: &[(&str, Vec<u8>)]) -> Result<Vec<String>> {
        let session = Some(session);
        let prototype = json!({ "expression": "WebAssembly.Memory.prototype" });
        let prototype = self.call(session, "Runtime.evaluate", prototype).await?;
        let all = json!({ "prototypeObjectId": prototype["result"]["objectId"] });
        let all = self.call(session, "Runtime.queryObjects", all).await?;
        let needles: Value = needles
            .iter()
            .map(|(name, bytes)| {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                ((*name).to_owned(), Value::from(hex))
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let search = json!({
            "objectId": all["objects"]["objectId"],
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
