//! What an operator's till and a wallet say to each other about top-ups and cash-outs.

use alloy_primitives::{Address, B256};
use chain::AssetId;
use serde::{Deserialize, Serialize};
use sig::EvmSignature;
use units::{AssetAmount, Tiyn};

use super::Iban;
use crate::SignedPaper;

/// Body of `POST /v1/bank/top-ups`: a resident asks for a firm quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskTopUp {
    /// Who gets the asset.
    pub resident: Address,
    /// What is wanted.
    pub asset: AssetId,
    /// The tenge that will be sent.
    pub tiyn: Tiyn,
    /// The operator's credential of the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<SignedPaper>,
}

/// How a top-up stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpState {
    /// The tenge are not here yet.
    Waiting,
    /// They are; the asset is on its way.
    Paid,
    /// The asset is there.
    Sent,
    /// No tenge came in time.
    Expired,
}

/// Answer of `GET /v1/bank/top-ups/{id}` and of the simulated payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TopUpStatus {
    /// How it stands.
    pub state: TopUpState,
    /// The quote.
    pub quote: SignedPaper,
    /// The transaction that brought the asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
    /// Its block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_number: Option<u64>,
}

/// Body of `POST /v1/bank/cash-outs`: a resident asks for a firm quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskCashOut {
    /// Who gives the asset.
    pub resident: Address,
    /// What is given.
    pub asset: AssetId,
    /// How much, base units.
    pub amount: AssetAmount,
    /// Where the tenge go.
    pub iban: Iban,
    /// The operator's credential of the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<SignedPaper>,
}

/// Body of `POST /v1/bank/cash-outs/accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptCashOut {
    /// The quote as it was given.
    pub quote: SignedPaper,
    /// The resident's signature over its authorization.
    pub signature: EvmSignature,
}

/// How a cash-out stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashOutState {
    /// Quoted, not accepted.
    Offered,
    /// Accepted; on its way to the chain.
    Pending,
    /// The operator has the asset.
    Received,
    /// The tenge were sent, or in a demonstration are said to be.
    PaidOut,
    /// Nothing moved, and nothing can any more.
    Ended,
}

/// Answer of `POST /v1/bank/cash-outs/accept` and `GET /v1/bank/cash-outs/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CashOutStatus {
    /// How it stands.
    pub state: CashOutState,
    /// The quote.
    pub quote: SignedPaper,
    /// The transaction that brought the asset to the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
    /// Its block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_number: Option<u64>,
}
