use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{AssetAmount, Bps, QuantityMilli, Tiyn};
use zone::{Bin, LocalText};

/// A payee, as the zone certified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantView {
    /// Name.
    pub names: LocalText,
    /// BIN.
    pub bin: Bin,
    /// Where to complain.
    pub contact: String,
    /// Made up.
    pub test: bool,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// What is sold.
    pub name: String,
    /// How many thousandths.
    pub quantity_milli: QuantityMilli,
    /// Price of the line.
    pub total_tiyn: Tiyn,
}

/// A licensed operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorView {
    /// Its identifier in the registry.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// BIN.
    pub bin: Bin,
    /// Licence number.
    pub licence: String,
    /// Its till.
    pub url: String,
    /// Where to reach it.
    pub contact: String,
    /// The contract that settles its exchanges.
    pub exchange_contract: Option<Address>,
    /// The contract that holds its deposits.
    pub deposit_contract: Option<Address>,
}

/// One way to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// Index in `accepts`.
    pub accept_index: usize,
    /// The asset.
    pub asset: AssetView,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What one whole unit costs.
    pub tiyn_per_unit: Tiyn,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The fee in tenge, deducted from the merchant's credit.
    pub fee_tiyn: Tiyn,
    /// Who converts.
    pub operator: OperatorView,
    /// Until when, unix seconds.
    pub expires_at: u64,
}

/// A permitted asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetView {
    /// CAIP-19.
    pub id: AssetId,
    /// Short name.
    pub symbol: String,
    /// Full name.
    pub name: LocalText,
    /// Decimals.
    pub decimals: u8,
}

/// An order of which everything was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentView {
    /// For `SignPayment`.
    pub handle: u32,
    /// The order's id.
    pub order_id: String,
    /// Its EIP-712 digest.
    pub order_hash: B256,
    /// The payee.
    pub merchant: MerchantView,
    /// The page the order was made for, signed by the merchant and certified by the zone.
    pub origin: String,
    /// The attested origin the order was opened from, if any.
    pub opened_from: Option<String>,
    /// What is bought.
    pub lines: Vec<LineView>,
    /// How much, in tenge.
    pub total_tiyn: Tiyn,
    /// VAT in it.
    pub vat_tiyn: Tiyn,
    /// Ways to pay.
    pub offers: Vec<OfferView>,
    /// Position of the chosen one in `offers`.
    pub chosen: usize,
    /// Who pays.
    pub payer: Address,
    /// JSON-RPC endpoints of the chosen asset's chain.
    pub rpc: Vec<String>,
    /// Origins a page may be sent back to.
    pub return_origins: Vec<String>,
    /// The registry's rules and notice.
    pub registry: RegistryView,
}

/// A verified registry, as far as screens need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryView {
    /// Version, as issued.
    pub version: u64,
    /// To be remembered and given the next time: grows with versions and with rotations of keys.
    pub edition: u64,
    /// Made up.
    pub demo: bool,
    /// Past its date: paying is refused.
    pub expired: bool,
    /// Home chain.
    pub home_chain: ChainId,
    /// Its JSON-RPC endpoints.
    pub rpc: Vec<String>,
    /// Permitted assets.
    pub assets: Vec<AssetView>,
    /// Operators.
    pub operators: Vec<OperatorView>,
    /// From this on the operator must have the payer's data before it settles (travel rule).
    pub travel_rule_from: Option<Tiyn>,
    /// The notice for every page.
    pub notice: LocalText,
}

/// A signed payment, ready to be journalled and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedPaymentView {
    /// The `PAYMENT-SIGNATURE` header.
    pub payment_signature: String,
    /// When it was signed, unix seconds.
    pub signed_at: u64,
    /// Until when the chain would take it, unix seconds.
    pub valid_before: u64,
}

/// Papers that all hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementView {
    /// The transaction.
    pub transaction: B256,
    /// The block it is in.
    pub block_number: u64,
    /// When the merchant signed the receipt, unix seconds.
    pub issued_at: u64,
    /// Whether the payer's signature names the order.
    pub order_bound: bool,
    /// What was paid for.
    pub payment: PaymentView,
}
