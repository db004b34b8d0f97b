//! What an operator's till and a wallet say to each other about exchanges.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use chain::AssetId;
use serde::{Deserialize, Serialize};
use sig::EvmSignature;
use units::{AssetAmount, Rate};

use crate::{SignedExchangeOffer, SignedPaper};

/// Body of `POST /v1/exchange/offers`: a resident asks for a firm offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskExchange {
    /// Who exchanges.
    pub resident: Address,
    /// What is given.
    pub sell: AssetId,
    /// How much, base units.
    pub sell_amount: AssetAmount,
    /// What is wanted.
    pub buy: AssetId,
    /// The operator's credential of the resident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<SignedPaper>,
}

/// Body of `POST /v1/exchange/accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptExchange {
    /// The offer as it was given.
    pub offer: SignedExchangeOffer,
    /// The resident's signature over its leg.
    pub signature: EvmSignature,
}

/// How an exchange stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExchangeState {
    /// Offered, not accepted.
    Offered,
    /// Accepted; on its way to the chain.
    Pending,
    /// Both legs moved.
    Settled,
    /// Neither leg moved, and neither can any more.
    Ended,
}

/// Answer of `POST /v1/exchange/accept` and `GET /v1/exchange/{hash}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeStatus {
    /// How it stands.
    pub state: ExchangeState,
    /// The offer.
    pub offer: SignedExchangeOffer,
    /// The transaction that moved both legs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
    /// Its block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_number: Option<u64>,
}

/// One point of `GET /v1/exchange/prices?asset=…`: what the operator quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PricePoint {
    /// Unix seconds.
    pub time: u64,
    /// Whole asset units for one whole tenge.
    pub rate: Rate,
}

/// Answer of `GET /v1/exchange/prices?asset=…`, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceHistory {
    /// The asset.
    pub asset: AssetId,
    /// What was quoted.
    pub points: Vec<PricePoint>,
}
