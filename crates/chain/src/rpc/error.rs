use alloc::string::String;

use crate::{ChainId, HttpError};

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

/// "Limit exceeded" ([EIP-1474](https://eips.ethereum.org/EIPS/eip-1474)).
const LIMIT_EXCEEDED: i64 = -32_005;
/// "Resource unavailable".
const UNAVAILABLE: i64 = -32_002;

impl RpcError {
    /// Whether the node has answered the question, so that asking another one is of no use.
    pub(super) const fn is_the_answer(&self) -> bool {
        matches!(self, Self::Node { code, .. } if *code != LIMIT_EXCEEDED && *code != UNAVAILABLE)
    }
}
