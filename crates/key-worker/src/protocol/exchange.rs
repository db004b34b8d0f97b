use deals::SignedExchangeOffer;
use serde::{Deserialize, Serialize};
use sig::Address;
use units::{AssetAmount, Bps, Tiyn};

use crate::protocol::{AssetView, OpenRegistryRequest, OperatorView};

/// An operator's offer that is to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareExchangeRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account exchanges.
    pub account: u32,
    /// The offer.
    pub offer: SignedExchangeOffer,
}

/// An offer of which everything was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeView {
    /// For `SignPrepared`, which signs the resident's leg of this offer and nothing else.
    pub handle: u32,
    /// Who exchanges.
    pub account: Address,
    /// Who offers.
    pub operator: OperatorView,
    /// What is given.
    pub sell: AssetView,
    /// How much, base units.
    pub sell_amount: AssetAmount,
    /// What one whole unit of it costs.
    pub sell_tiyn_per_unit: Tiyn,
    /// What is got.
    pub buy: AssetView,
    /// How much, base units.
    pub buy_amount: AssetAmount,
    /// What one whole unit of it costs.
    pub buy_tiyn_per_unit: Tiyn,
    /// Worth of what is given.
    pub worth_tiyn: Tiyn,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The fee in tenge.
    pub fee_tiyn: Tiyn,
    /// Where the rates come from.
    pub rate_source: String,
    /// When they were read, unix seconds.
    pub rate_time: u64,
    /// The contract that moves both legs or neither.
    pub contract: Address,
    /// Until when, unix seconds.
    pub expires_at: u64,
}
