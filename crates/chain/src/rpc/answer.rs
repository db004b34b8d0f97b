//! Reading JSON-RPC answers that nobody vouches for.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::RpcError;

/// The id of a single call, and of the first of a batch.
pub(super) const ID: u64 = 1;

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

/// Reads the answer to one call.
pub(super) fn read<T: DeserializeOwned>(method: &'static str, answer: &[u8]) -> Result<T, RpcError> {
    let malformed = || RpcError::Malformed { method };
    let response: Response = serde_json::from_slice(answer).map_err(|_| malformed())?;
    serde_json::from_value(open(method, response, ID)?).map_err(|_| malformed())
}

/// Reads the answers to a batch, in whatever order they come.
pub(super) fn read_batch(
    methods: &[&'static str],
    answer: &[u8],
) -> Result<Vec<Result<Value, RpcError>>, RpcError> {
    let malformed = |method| RpcError::Malformed { method };
    let first = methods.first().copied().unwrap_or_default();
    let responses: Vec<Response> = match serde_json::from_slice(answer) {
        Ok(responses) => responses,
        // A node that takes no batches says so in one object.
        Err(_) => {
            return Err(read::<Value>(first, answer)
                .err()
                .unwrap_or_else(|| malformed(first)));
        }
    };
    let mut by_call: Vec<Option<Response>> = methods.iter().map(|_| None).collect();
    for response in responses {
        let place = response
            .id
            .and_then(|id| usize::try_from(id.checked_sub(ID)?).ok());
        match place.and_then(|place| by_call.get_mut(place)) {
            Some(slot @ None) => *slot = Some(response),
            // An id nobody asked for, or twice.
            _ => return Err(malformed(first)),
        }
    }
    Ok((ID..)
        .zip(methods.iter().copied().zip(by_call))
        .map(|(id, (method, response))| open(method, response.ok_or_else(|| malformed(method))?, id))
        .collect())
}

fn open(method: &'static str, response: Response, id: u64) -> Result<Value, RpcError> {
    if let Some(NodeError { code, message }) = response.error {
        return Err(RpcError::Node {
            code,
            message: message.chars().take(200).collect(),
        });
    }
    if response.id != Some(id) {
        return Err(RpcError::Malformed { method });
    }
    Ok(response.result)
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
            r#"{"id":1,"id":1,"result":"0x1"}"#,
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

    #[test]
    fn a_batch_is_read_in_any_order_and_each_call_fails_alone() {
        let body = br#"[{"id":2,"error":{"code":3,"message":"reverted"}},{"id":1,"result":"0x5"}]"#;
        let read = read_batch(&["a", "b", "c"], body).unwrap();
        assert_eq!(read[0], Ok("0x5".into()));
        assert!(matches!(read[1], Err(RpcError::Node { code: 3, .. })));
        assert_eq!(read[2], Err(RpcError::Malformed { method: "c" }));
    }

    #[test]
    fn a_batch_with_strange_ids_is_refused() {
        for body in [
            r#"[{"id":1,"result":1},{"id":1,"result":2}]"#,
            r#"[{"id":0,"result":1}]"#,
            r#"[{"id":9,"result":1}]"#,
            r#"[{"result":1}]"#,
            "{}",
        ] {
            assert_eq!(
                read_batch(&["a", "b"], body.as_bytes()),
                Err(RpcError::Malformed { method: "a" }),
                "{body}"
            );
        }
        let refused = read_batch(
            &["a"],
            br#"{"id":1,"error":{"code":-32600,"message":"no batches"}}"#,
        );
        assert!(matches!(refused, Err(RpcError::Node { code: -32600, .. })));
    }
}
