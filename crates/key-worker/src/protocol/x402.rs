use checkout::AssetRate;
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use crate::protocol::{AssetView, OpenRegistryRequest};

/// What a server without a CryptoCity order asks for, as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareX402Request {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header.
    pub payment_required: String,
    /// What an operator takes assets for; without a price the limits cannot be kept.
    pub rates: Vec<AssetRate>,
    /// Which way to pay (index in `accepts`); the first payable one when absent.
    pub choice: Option<usize>,
    /// Which account pays, by its number in the vault.
    pub account: u32,
}

/// The go-ahead for a prepared payment to such a server. Fresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignX402Request {
    /// What `PrepareX402` gave.
    pub handle: u32,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`.
    pub domain_separator: B256,
}

/// One way to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct X402OfferView {
    /// Index in `accepts`.
    pub accept_index: usize,
    /// The asset.
    pub asset: AssetView,
    /// Exactly this much, base units.
    pub amount: AssetAmount,
    /// Who gets it. Nobody vouches for them.
    pub pay_to: Address,
    /// What it is worth at the operator's rate, which is not firm.
    pub worth: Tiyn,
    /// Where the rate comes from.
    pub rate_source: String,
    /// How many seconds the signature may be used for.
    pub seconds: u64,
}

/// What would be paid, to somebody whom nobody vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct X402View {
    /// For `SignX402`.
    pub handle: u32,
    /// What the server says is paid for, made harmless to show.
    pub description: Option<String>,
    /// Ways to pay.
    pub offers: Vec<X402OfferView>,
    /// Position of the chosen one in `offers`.
    pub chosen: usize,
    /// Who pays.
    pub payer: Address,
    /// JSON-RPC endpoints of the chosen asset's chain.
    pub rpc: Vec<String>,
}

/// What became of `PrepareX402`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum X402Answer {
    /// It may be paid.
    Offered(Box<X402View>),
    /// It may not.
    Refused(X402Refusal),
}

/// Why what a server without a CryptoCity order asks for is not paid. The interface has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum X402Refusal {
    /// Not a request for payment, or of another version.
    NotX402,
    /// A CryptoCity order: the pay page verifies and pays it.
    CityOrder,
    /// No way to pay that this wallet knows.
    Unsupported,
    /// Only on a chain that is not of the zone.
    OtherChain {
        /// What was asked for.
        network: String,
    },
    /// Not the registered token, by what it signs under.
    OtherDomain,
    /// The amount or the payee cannot be right.
    Malformed,
    /// Too little time to settle in.
    TooShort,
    /// Nobody tells the price in tenge.
    NoRate,
}
