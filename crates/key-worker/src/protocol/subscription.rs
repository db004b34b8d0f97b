use deals::{OfferingTerms, SignedSubscription};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use crate::protocol::{AssetView, OpenRegistryRequest, OperatorView};

/// A registrar's subscription that is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareSubscriptionRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account invests.
    pub account: u32,
    /// The offering as the signed catalogue has it: the city worker has verified that. This worker knows no catalogue; it
    /// has the word of a licensed registrar, whose signature names the contract, and both must be the same.
    pub offering: OfferingTerms,
    /// How many units were asked for.
    pub units: u64,
    /// The subscription.
    pub subscription: SignedSubscription,
}

/// A subscription of which everything was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionView {
    /// For `SignPrepared`, which signs the payment of this subscription and nothing else.
    pub handle: u32,
    /// Who invests.
    pub account: Address,
    /// Who registers.
    pub operator: OperatorView,
    /// How many units.
    pub units: u64,
    /// What is paid with.
    pub asset: AssetView,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What the units are worth at the offering's price.
    pub worth_tiyn: Tiyn,
    /// Hash of the document that was agreed to.
    pub documents_hash: B256,
    /// The contract that delivers the units and holds the money until the end.
    pub contract: Address,
    /// Until when, unix seconds.
    pub expires_at: u64,
}
