use alloc::string::{String, ToString};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{ChainId, HttpError, HttpLimits, HttpPort};

/// Why a call to a node failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RpcError {
    /// No usable answer. For a sent transaction this says nothing: look for its hash.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The node answered with an error.
    #[error("the node answers {code}: {message}")]
    Node {
        /// JSON-RPC error code. Anvil uses -32003 for six different causes.
        code: i64,
        /// The node's text, cut to 200 characters.
        message: String,
    },
    /// The answer is not JSON-RPC, or not of the expected shape.
    #[error("the node's answer to {method} cannot be read")]
    Malformed {
        /// Which method was called.
        method: &'static str,
    },
    /// The node serves another chain than the registry says.
    #[error("the node serves chain {actual}, not {expected}")]
    WrongChain {
        /// The chain the registry names.
        expected: ChainId,
        /// The chain the node named.
        actual: ChainId,
    },
}

/// A node at one address, for one chain.
#[derive(Debug, Clone)]
pub struct RpcClient<H> {
    http: H,
    url: String,
    chain: ChainId,
    limits: HttpLimits,
}

#[derive(Deserialize)]
struct Response {
    id: Option<u64>,
    #[serde(default)]
    result: Value,
    error: Option<NodeError>,
}

#[derive(Deserialize)]
struct NodeError {
    code: i64,
    message: String,
}

const ID: u64 = 1;

impl<H: HttpPort> RpcClient<H> {
    /// A client of the node at `url` that must serve `chain`.
    pub fn new(http: H, url: impl Into<String>, chain: ChainId) -> Self {
        Self {
            http,
            url: url.into(),
            chain,
            limits: HttpLimits::default(),
        }
    }

    /// The chain this client is for.
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// Calls a method and reads its result.
    ///
    /// # Errors
    /// [`RpcError`].
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: Value,
    ) -> Result<T, RpcError> {
        let body = json!({ "jsonrpc": "2.0", "id": ID, "method": method, "params": params }).to_string();
        let answer = self
            .http
            .post_json(&self.url, body.into_bytes(), self.limits)
            .await?;
        read(method, &answer)
    }
}

fn read<T: DeserializeOwned>(method: &'static str, answer: &[u8]) -> Result<T, RpcError> {
    let malformed = || RpcError::Malformed { method };
    let response: Response = serde_json::from_slice(answer).map_err(|_| malformed())?;
    if let Some(NodeError { code, message }) = response.error {
        return Err(RpcError::Node {
            code,
            message: message.chars().take(200).collect(),
        });
    }
    if response.id != Some(ID) {
        return Err(malformed());
    }
    serde_json::from_value(response.result).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Result<String, RpcError> {
        read("eth_chainId", body.as_bytes())
    }

    #[test]
    fn a_result_is_read_and_an_error_is_typed() {
        assert_eq!(
            answer(r#"{"jsonrpc":"2.0","id":1,"result":"0x7a69"}"#),
            Ok("0x7a69".into())
        );
        assert_eq!(
            answer(r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32003,"message":"nonce too low"}}"#),
            Err(RpcError::Node {
                code: -32003,
                message: "nonce too low".into()
            })
        );
    }

    #[test]
    fn hostile_answers_are_refused() {
        let deep = "[".repeat(100_000);
        for body in [
            "",
            "<html>",
            r#"{"id":1,"resu"#,
            r#"{"id":2,"result":"0x1"}"#,
            r#"{"result":"0x1"}"#,
            &deep,
        ] {
            assert_eq!(
                answer(body),
                Err(RpcError::Malformed {
                    method: "eth_chainId"
                })
            );
        }
    }
}
