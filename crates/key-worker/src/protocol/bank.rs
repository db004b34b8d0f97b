use deals::{BankDetails, Iban, IdentityTier, SignedPaper};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{AssetAmount, Bps, Tiyn};

use crate::protocol::{AssetView, OpenRegistryRequest, OperatorView};

/// A credential that is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowCredentialRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account it is of.
    pub account: u32,
    /// The credential.
    pub credential: SignedPaper,
}

/// A credential that holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialView {
    /// Who identified.
    pub operator: OperatorView,
    /// Whose address.
    pub address: Address,
    /// How thoroughly.
    pub tier: IdentityTier,
    /// So much a day.
    pub limit_tiyn: Tiyn,
    /// Since when, unix seconds.
    pub issued_at: u64,
    /// Until when, unix seconds.
    pub expires_at: u64,
}

/// An operator's quote for a top-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareTopUpRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account gets the asset.
    pub account: u32,
    /// The quote.
    pub quote: SignedPaper,
}

/// A quote for a top-up of which everything was verified. Nothing is signed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopUpView {
    /// The quote's name at its operator.
    pub hash: B256,
    /// Who quotes.
    pub operator: OperatorView,
    /// What is got.
    pub asset: AssetView,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What one whole unit costs.
    pub tiyn_per_unit: Tiyn,
    /// The tenge that are sent.
    pub paid_tiyn: Tiyn,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The fee in tenge.
    pub fee_tiyn: Tiyn,
    /// What the transfer must name.
    pub reference: String,
    /// Where the tenge go.
    pub pay_to: BankDetails,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// Until when, unix seconds.
    pub expires_at: u64,
}

/// An operator's quote for a cash-out that is to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareCashOutRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account gives the asset.
    pub account: u32,
    /// The bank account that its owner typed.
    pub iban: Iban,
    /// The quote.
    pub quote: SignedPaper,
}

/// A quote for a cash-out of which everything was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashOutView {
    /// For `SignPrepared`, which signs the transfer of this quote and nothing else.
    pub handle: u32,
    /// The quote's name at its operator.
    pub hash: B256,
    /// Who quotes.
    pub operator: OperatorView,
    /// What is given.
    pub asset: AssetView,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What one whole unit costs.
    pub tiyn_per_unit: Tiyn,
    /// Worth of what is given.
    pub worth_tiyn: Tiyn,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The fee in tenge.
    pub fee_tiyn: Tiyn,
    /// What arrives at the bank.
    pub paid_tiyn: Tiyn,
    /// The bank account, all but its last signs hidden.
    pub iban: String,
    /// Nothing is sent to a bank: a demonstration.
    pub simulated: bool,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// Until when, unix seconds.
    pub expires_at: u64,
}
