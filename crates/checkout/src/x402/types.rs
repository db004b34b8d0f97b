use alloc::{collections::BTreeMap, string::String, vec::Vec};

use alloy_primitives::{Address, B256};
use chain::Authorization;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use sig::EvmSignature;
use units::AssetAmount;

/// The protocol version.
pub const VERSION: u8 = 2;
/// The only scheme we speak: exactly this amount.
pub const SCHEME_EXACT: &str = "exact";

/// Extensions by name.
pub type Extensions = BTreeMap<String, Value>;

/// The answer to a request without payment, in the header `PAYMENT-REQUIRED`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentRequired {
    /// 2.
    pub x402_version: u8,
    /// Why a payment was refused before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What is paid for.
    pub resource: ResourceInfo,
    /// One entry per payable asset.
    pub accepts: Vec<PaymentRequirements>,
    /// Extensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Extensions>,
}

/// What is paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceInfo {
    /// Its address.
    pub url: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Media type of the paid answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
}

/// One way to pay. Servers compare an echo of it by strings, therefore `asset` and `pay_to` keep their exact letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentRequirements {
    /// `exact`.
    pub scheme: String,
    /// CAIP-2.
    pub network: String,
    /// Base units.
    pub amount: AssetAmount,
    /// Token contract.
    pub asset: String,
    /// Payee.
    pub pay_to: String,
    /// Seconds.
    pub max_timeout_seconds: u64,
    /// `name` and `version` of the token's EIP-712 domain, and whatever else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Map<String, Value>>,
}

/// What a payer sends, in the header `PAYMENT-SIGNATURE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentPayload {
    /// 2.
    pub x402_version: u8,
    /// What is paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceInfo>,
    /// The chosen way, echoed.
    pub accepted: PaymentRequirements,
    /// The signed authorization.
    pub payload: ExactPayload,
    /// Extensions, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Extensions>,
}

/// A signed ERC-3009 authorization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExactPayload {
    /// The payer's signature.
    pub signature: EvmSignature,
    /// What was signed.
    pub authorization: ExactAuthorization,
}

/// The fields of an authorization on the wire: numbers are decimal strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExactAuthorization {
    /// Payer.
    pub from: Address,
    /// Payee.
    pub to: Address,
    /// Base units.
    pub value: AssetAmount,
    /// Unix seconds.
    #[serde(with = "decimal_seconds")]
    pub valid_after: u64,
    /// Unix seconds.
    #[serde(with = "decimal_seconds")]
    pub valid_before: u64,
    /// 32 bytes.
    pub nonce: B256,
}

impl From<Authorization> for ExactAuthorization {
    fn from(a: Authorization) -> Self {
        Self {
            from: a.from,
            to: a.to,
            value: a.value,
            valid_after: a.valid_after,
            valid_before: a.valid_before,
            nonce: a.nonce,
        }
    }
}

impl From<&ExactAuthorization> for Authorization {
    fn from(a: &ExactAuthorization) -> Self {
        Self {
            from: a.from,
            to: a.to,
            value: a.value,
            valid_after: a.valid_after,
            valid_before: a.valid_before,
            nonce: a.nonce,
        }
    }
}

/// Body of `POST /verify` and `POST /settle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FacilitatorRequest {
    /// 2.
    pub x402_version: u8,
    /// What the payer sent.
    pub payment_payload: PaymentPayload,
    /// What the server had asked for.
    pub payment_requirements: PaymentRequirements,
    /// CryptoCity: the order it pays. Without it the order is found by the nonce rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_hash: Option<B256>,
}

/// Answer of `POST /verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyResponse {
    /// Whether it would settle.
    pub is_valid: bool,
    /// Machine-readable reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid_reason: Option<String>,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid_message: Option<String>,
    /// Who would pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Address>,
}

/// Answer of `POST /settle`, and the header `PAYMENT-RESPONSE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettleResponse {
    /// Whether it is settled.
    pub success: bool,
    /// Machine-readable reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_reason: Option<String>,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// Who paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Address>,
    /// Transaction hash, empty on failure.
    pub transaction: String,
    /// CAIP-2.
    pub network: String,
    /// Base units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<AssetAmount>,
    /// Extensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Extensions>,
}

/// Answer of `GET /supported`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportedResponse {
    /// Schemes and networks.
    pub kinds: Vec<SupportedKind>,
    /// Extension names.
    pub extensions: Vec<String>,
    /// Addresses that submit, by CAIP-2 pattern.
    pub signers: BTreeMap<String, Vec<Address>>,
}

/// A scheme on a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportedKind {
    /// 2.
    pub x402_version: u8,
    /// `exact`.
    pub scheme: String,
    /// CAIP-2.
    pub network: String,
}

mod decimal_seconds {
    use alloc::string::ToString;

    use super::{Deserialize, Deserializer, Serializer, String};

    pub(super) fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.bytes().all(|b| b.is_ascii_digit()) {
            text.parse().map_err(serde::de::Error::custom)
        } else {
            Err(serde::de::Error::custom("not a decimal number"))
        }
    }
}
