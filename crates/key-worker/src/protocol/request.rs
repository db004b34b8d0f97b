use serde::{Deserialize, Serialize};
use sig::B256;

/// What a page asks for. The comment says which secret travels along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Is there a vault, is it open?
    Status,
    /// Make new recovery words. The answer carries the words.
    MakeWords,
    /// Check typed words. Carries the words.
    ReadWords,
    /// Seal the words made or read before into a new vault. Carries the password.
    CreateVault,
    /// Open the vault. Carries the password.
    Unlock,
    /// Forget everything.
    Lock,
    /// Verify a registry and show it.
    OpenRegistry(OpenRegistryRequest),
    /// Verify an order and show it.
    PreparePayment(PreparePaymentRequest),
    /// Sign a prepared payment.
    SignPayment(SignPaymentRequest),
    /// Verify the papers of a settled payment.
    CheckSettlement(CheckSettlementRequest),
}

/// A registry as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenRegistryRequest {
    /// The envelope's JSON.
    pub registry: String,
    /// The highest version accepted before.
    pub seen_version: u64,
}

/// An order as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreparePaymentRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header.
    pub payment_required: String,
    /// The origin the browser attests, if any.
    pub attested_origin: Option<String>,
    /// Which way to pay (index in `accepts`); the first payable one when absent.
    pub choice: Option<usize>,
    /// Which account pays.
    pub account: u32,
}

/// The go-ahead for a prepared payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignPaymentRequest {
    /// What `PreparePayment` gave.
    pub handle: u32,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`.
    pub domain_separator: B256,
}

/// The papers of a settled payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckSettlementRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header that was paid.
    pub payment_required: String,
    /// Which way was paid.
    pub accept_index: usize,
    /// Which account paid.
    pub account: u32,
    /// When it was signed, unix seconds: the order is judged as of then.
    pub signed_at: u64,
    /// The body of the till's answer.
    pub settled: String,
}
