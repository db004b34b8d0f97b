use serde::{Deserialize, Serialize};
use sig::B256;

use crate::protocol::{PaymentView, RegistryView, SettlementView, SignedPaymentView, StatusView};

/// What the pay page asks for, and the wallet before it is unlocked. The comment says which secret travels along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayRequest {
    /// Is there a vault, is it open?
    Status,
    /// Open the vault, or prove again that its owner is here. Carries the password.
    Unlock,
    /// The same by a passkey. Carries the 32 bytes of its PRF.
    UnlockWithPasskey(PasskeyRequest),
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

/// What is answered to a [`PayRequest`], unless it is a [`Failure`](crate::protocol::Failure).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayResponse {
    /// Is there a vault, is it open? Also after everything that changes the vault or its lock.
    Status(StatusView),
    /// A verified registry.
    Registry(Box<RegistryView>),
    /// A verified order.
    Payment(Box<PaymentView>),
    /// A signed payment.
    Signed(SignedPaymentView),
    /// Verified papers.
    Settlement(Box<SettlementView>),
}

/// Names a passkey of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRequest {
    /// The credential's id, base64url.
    pub credential: String,
}

/// A registry as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRegistryRequest {
    /// The envelope's JSON.
    pub registry: String,
    /// The highest version accepted before.
    pub seen_version: u64,
}

/// An order as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparePaymentRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header.
    pub payment_required: String,
    /// The origin the browser attests, if any.
    pub attested_origin: Option<String>,
    /// Which way to pay (index in `accepts`); the first payable one when absent.
    pub choice: Option<usize>,
    /// Which account pays, by its number in the vault.
    pub account: u32,
}

/// The go-ahead for a prepared payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignPaymentRequest {
    /// What `PreparePayment` gave.
    pub handle: u32,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`.
    pub domain_separator: B256,
}

/// The papers of a settled payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSettlementRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header that was paid.
    pub payment_required: String,
    /// Which way was paid.
    pub accept_index: usize,
    /// Which account paid, by its number in the vault.
    pub account: u32,
    /// When it was signed, unix seconds: the order is judged as of then.
    pub signed_at: u64,
    /// The body of the till's answer.
    pub settled: String,
}
