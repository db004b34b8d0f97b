use chain::AssetId;
use serde::{Deserialize, Serialize};
use sig::B256;

use crate::x402::ExactPayload;

/// Body of an operator's relay: a resident's own transfer, signed, for the operator to carry to the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RelayRequest {
    /// The token (CAIP-19).
    pub asset: AssetId,
    /// What was signed, and the signature.
    #[serde(flatten)]
    pub payload: ExactPayload,
}

/// Answer of an operator's relay, and again to the same request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayResponse {
    /// The transaction that carries it, or has carried it.
    pub transaction: B256,
}
