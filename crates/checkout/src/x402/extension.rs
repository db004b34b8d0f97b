use alloc::vec::Vec;

use chain::PaymentProof;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use zone::Envelope;

use crate::{SignedCredit, SignedOrder, SignedQuote, x402::Extensions};

/// The name of our extension.
pub const CRYPTOCITY: &str = "cryptocity";

/// What a 402 answer carries besides x402: all that is needed to verify the payee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CryptoCityInfo {
    /// The merchant's certificate.
    pub certificate: Envelope,
    /// The order.
    pub order: SignedOrder,
    /// One quote per entry of `accepts`, in the same order.
    pub quotes: Vec<SignedQuote>,
}

/// What an operator's settlement answer carries besides x402.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementInfo {
    /// Tenge credited to the merchant.
    pub credit: SignedCredit,
    /// Where the chain shows it.
    pub proof: PaymentProof,
}

/// Wraps an info object in the form of x402 extensions.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn cryptocity_extension<T: Serialize>(info: &T) -> Result<Value, serde_json::Error> {
    Ok(serde_json::json!({ "info": serde_json::to_value(info)?, "schema": { "type": "object" } }))
}

/// Reads the info object of an extension, `None` when it is absent or of another shape.
#[must_use]
pub fn read_info<T: DeserializeOwned>(extensions: Option<&Extensions>, name: &str) -> Option<T> {
    let info = extensions?.get(name)?.get("info")?;
    // By its text, so that the program holds one reader of JSON and not a second one for values.
    json::from_slice(&json::to_vec(info).ok()?).ok()
}
