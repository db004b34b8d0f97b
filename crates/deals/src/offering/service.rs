//! What an operator's till and a wallet say to each other about subscriptions.

use alloc::string::String;

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use sig::EvmSignature;
use units::Tiyn;

use crate::{SignedPaper, SignedSubscription};

/// Body of `POST /v1/subscriptions`: an investor asks the registrar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskSubscription {
    /// Who invests.
    pub investor: Address,
    /// The offering's identifier in the catalogue.
    pub offering: String,
    /// How many units.
    pub units: u64,
    /// Hash of the document that the investor was shown.
    pub documents_hash: B256,
    /// Version of the risks that the investor acknowledged.
    pub risks_version: u32,
    /// The registrar's credential of the investor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<SignedPaper>,
}

/// Body of `POST /v1/subscriptions/accept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptSubscription {
    /// The subscription as it was given.
    pub subscription: SignedSubscription,
    /// The investor's signature over its payment.
    pub signature: EvmSignature,
}

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubscriptionState {
    /// Signed by the registrar, not by the investor.
    Offered,
    /// Signed by both; on its way to the chain.
    Pending,
    /// Paid, and its units delivered.
    Subscribed,
    /// Not paid, and the registrar does not submit it any more.
    Ended,
}

/// Answer of `POST /v1/subscriptions/accept` and `GET /v1/subscriptions/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionStatus {
    /// How it stands.
    pub state: SubscriptionState,
    /// The subscription.
    pub subscription: SignedSubscription,
    /// The transaction that paid it and delivered its units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
    /// Its block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block_number: Option<u64>,
}

/// Answer of `GET /v1/subscriptions/limit?investor=…`: what a retail investor may subscribe at this registrar in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetailLimit {
    /// What is allowed.
    pub limit_tiyn: Tiyn,
    /// What the last year's subscriptions are worth, running ones among them.
    pub used_tiyn: Tiyn,
}

/// Body of `POST /v1/subscriptions/refund`: after an offering has failed. Anybody may ask; the money goes to the investor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefundSubscription {
    /// The offering's identifier in the catalogue.
    pub offering: String,
    /// Who gets their money back.
    pub investor: Address,
}

/// Answer of `POST /v1/subscriptions/refund`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundStatus {
    /// Whether the money has been paid out. While not, the same may be asked again.
    pub paid: bool,
    /// The transaction that took the units back, as soon as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
}
