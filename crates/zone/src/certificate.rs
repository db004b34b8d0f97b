use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use sig::Address;

use crate::{Bin, LocalText, Validity};

/// The DSSE payload type of a merchant certificate.
pub const CERTIFICATE_TYPE: &str = "application/vnd.cryptocity.merchant+json";

/// How a merchant is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettlementMode {
    /// The operator takes the asset and credits tenge. The default.
    KztViaOperator,
    /// The merchant takes the asset; only certified sandbox participants.
    DirectAsset,
}

impl SettlementMode {
    /// The name used in orders.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KztViaOperator => "kzt-via-operator",
            Self::DirectAsset => "direct-asset",
        }
    }
}

/// A key that signs orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MerchantKey {
    /// Address of the key.
    pub address: Address,
    /// From when until when.
    pub validity: Validity,
}

/// What the zone vouches for about a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MerchantCertificate {
    /// Stable identifier.
    pub id: String,
    /// BIN of the company.
    pub bin: Bin,
    /// Name for people.
    pub names: LocalText,
    /// Keys that sign this merchant's orders and receipts.
    pub order_keys: Vec<MerchantKey>,
    /// Web origins that may ask for payment.
    pub origins: Vec<String>,
    /// Settlement modes it takes part in.
    pub settlement: Vec<SettlementMode>,
    /// Whether VAT may be shown.
    pub vat_payer: bool,
    /// Where people complain.
    pub contact: String,
    /// Made up for tests and demos; shown as TEST.
    pub test: bool,
    /// From when until when.
    pub validity: Validity,
}

impl MerchantCertificate {
    /// Whether a key signs orders of this merchant at a time.
    #[must_use]
    pub fn has_order_key(&self, key: Address, unix_seconds: u64) -> bool {
        self.order_keys
            .iter()
            .any(|entry| entry.address == key && entry.validity.holds_at(unix_seconds))
    }
}
