use alloy_primitives::B256;
use serde_json::json;

use crate::{HttpPort, RpcClient, RpcError, SignedTransaction};

/// What became of a broadcast. Only [`Broadcast::Refused`] says that the transaction is not on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broadcast {
    /// The node took it.
    Accepted,
    /// The node has it already, or its nonce is used, perhaps by itself: look for the hash.
    LookUp,
    /// No usable answer; it may have arrived: look for the hash, send the same bytes again.
    Unknown,
    /// The node refused it.
    Refused(Refusal),
}

/// Why a node does not take a transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account cannot pay amount and gas.
    #[error("the account cannot pay for amount and gas")]
    InsufficientFunds,
    /// A replacement must pay at least a tenth more.
    #[error("the replacement pays too little more")]
    ReplacementUnderpriced,
    /// Below the base fee, or below what the node takes.
    #[error("the fee is too low")]
    FeeTooLow,
    /// The gas limit is below what the bytes alone cost, or above a block's.
    #[error("the gas limit does not fit")]
    GasLimit,
    /// Signed for another chain.
    #[error("signed for another chain")]
    WrongChain,
    /// Earlier transactions are missing, and the node keeps no more of them.
    #[error("too many transactions wait for an earlier one")]
    NonceGap,
    /// The contract refuses; with its text.
    #[error("the contract refuses: {0}")]
    Reverted(alloc::string::String),
    /// Anything else, with the node's text.
    #[error("the node refuses: {0}")]
    Other(alloc::string::String),
}

/// Text of Anvil, geth, Erigon, Nethermind, Besu and Reth. The code alone says nothing: Anvil uses -32003 for six causes.
const KNOWN: &[&str] = &[
    "already known",
    "alreadyknown",
    "already imported",
    "known transaction",
    "nonce too low",
    "oldnonce",
    "nonce is too low",
];
const FUNDS: &[&str] = &[
    "insufficient funds",
    "insufficientfunds",
    "upfront cost exceeds",
    "insufficient balance",
];
const REPLACEMENT: &[&str] = &[
    "replacement transaction underpriced",
    "replacementnotallowed",
    "replacement fee",
];
const FEE: &[&str] = &[
    "less than block base fee",
    "underpriced",
    "feetoolow",
    "fee cap less",
    "gas price below",
    "max priority fee per gas higher",
    "max fee per gas less",
];
const GAS: &[&str] = &[
    "intrinsic gas",
    "gas limit",
    "gaslimitexceeded",
    "out of gas",
    "oversized data",
];
const CHAIN: &[&str] = &["invalid chain id", "chain id", "chainid", "invalid sender"];
const GAP: &[&str] = &["nonce too high", "noncegap", "nonce gap", "exceeds maximum nonce"];

impl RpcError {
    /// Why a node did not take or simulate a transaction; `None` when it did not answer that.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let (code, message) = match self {
            Self::Node { code, message } => (*code, message),
            Self::WrongChain { .. } => return Some(Refusal::WrongChain),
            Self::Http(_) | Self::Malformed { .. } => return None,
        };
        let text = message.to_ascii_lowercase();
        let says = |patterns: &[&str]| patterns.iter().any(|pattern| text.contains(pattern));
        Some(if code == 3 || says(&["revert"]) {
            Refusal::Reverted(message.clone())
        } else if says(FUNDS) {
            Refusal::InsufficientFunds
        } else if says(REPLACEMENT) {
            Refusal::ReplacementUnderpriced
        } else if says(FEE) {
            Refusal::FeeTooLow
        } else if says(GAS) {
            Refusal::GasLimit
        } else if says(CHAIN) {
            Refusal::WrongChain
        } else if says(GAP) {
            Refusal::NonceGap
        } else {
            Refusal::Other(message.clone())
        })
    }

    fn is_known(&self) -> bool {
        let Self::Node { message, .. } = self else {
            return false;
        };
        let text = message.to_ascii_lowercase();
        KNOWN.iter().any(|pattern| text.contains(pattern))
    }
}

impl<H: HttpPort> RpcClient<H> {
    /// Broadcasts a transaction that was journalled before. May be called again with the same bytes at any time.
    pub async fn broadcast(&self, transaction: &SignedTransaction) -> Broadcast {
        let sent = self
            .call::<B256>("eth_sendRawTransaction", json!([transaction.raw]))
            .await;
        outcome(sent, transaction.hash)
    }
}

fn outcome(sent: Result<B256, RpcError>, hash: B256) -> Broadcast {
    match sent {
        Ok(answered) if answered == hash => Broadcast::Accepted,
        Ok(_) => Broadcast::Unknown,
        Err(error) if error.is_known() => Broadcast::LookUp,
        Err(error) => error.refusal().map_or(Broadcast::Unknown, Broadcast::Refused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HttpError;

    fn node(code: i64, message: &str) -> Broadcast {
        let error = RpcError::Node {
            code,
            message: message.into(),
        };
        outcome(Err(error), B256::ZERO)
    }

    /// Rows 13 and 14 of the fault table, and the texts of Anvil 1.7.1 and geth.
    #[test]
    fn one_code_of_anvil_means_many_things() {
        assert_eq!(node(-32003, "transaction already imported"), Broadcast::LookUp);
        assert_eq!(node(-32003, "nonce too low"), Broadcast::LookUp);
        assert_eq!(node(-32000, "already known"), Broadcast::LookUp);
        let refused = |code, message: &str| match node(code, message) {
            Broadcast::Refused(refusal) => refusal,
            other => panic!("{message}: {other:?}"),
        };
        assert_eq!(
            refused(-32003, "replacement transaction underpriced"),
            Refusal::ReplacementUnderpriced
        );
        assert_eq!(
            refused(-32003, "Insufficient funds for gas * price + value"),
            Refusal::InsufficientFunds
        );
        assert_eq!(refused(-32003, "intrinsic gas too low"), Refusal::GasLimit);
        assert_eq!(
            refused(-32003, "max fee per gas less than block base fee"),
            Refusal::FeeTooLow
        );
        assert_eq!(
            refused(-32003, "invalid chain id for signer"),
            Refusal::WrongChain
        );
        assert!(matches!(refused(3, "execution reverted"), Refusal::Reverted(_)));
        assert!(matches!(refused(-32600, "invalid request"), Refusal::Other(_)));
    }

    #[test]
    fn silence_and_a_foreign_hash_say_nothing() {
        let silent = outcome(Err(HttpError::Deadline.into()), B256::ZERO);
        assert_eq!(silent, Broadcast::Unknown);
        assert_eq!(outcome(Ok(B256::repeat_byte(1)), B256::ZERO), Broadcast::Unknown);
        assert_eq!(outcome(Ok(B256::ZERO), B256::ZERO), Broadcast::Accepted);
    }
}
