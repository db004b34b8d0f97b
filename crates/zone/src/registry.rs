use alloc::{string::String, vec::Vec};

use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::Address;

use crate::{
    Asset, CatalogueRoot, CertificateKey, ChainEntry, Limits, LocalText, Notice, Operator, RealEstateRules,
    RegisteredNotary, Revocation, Suspension, VatRate,
};

/// The DSSE payload type of a registry.
pub const REGISTRY_TYPE: &str = "application/vnd.cryptocity.registry+json";

/// Whether a registry is the real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Made up. Every page says so.
    Demo,
    /// Issued by the zone.
    Official,
}

/// What is permitted in the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registry {
    /// Which zone.
    pub id: String,
    /// Demo or official.
    pub status: Status,
    /// Grows with every issue, below 2³²; an older one than seen before is refused.
    pub version: u64,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; paying is refused from then on.
    pub expires_at: u64,
    /// The chain that order and quote signatures name.
    pub home_chain: ChainId,
    /// All chains.
    pub chains: Vec<ChainEntry>,
    /// All assets.
    pub assets: Vec<Asset>,
    /// All operators.
    pub operators: Vec<Operator>,
    /// How much may be paid.
    pub limits: Limits,
    /// VAT rates with their dates.
    pub vat: Vec<VatRate>,
    /// What holds for property.
    pub real_estate: RealEstateRules,
    /// Who certifies merchants.
    pub certificate_keys: Vec<CertificateKey>,
    /// What no longer holds.
    pub revocations: Vec<Revocation>,
    /// Who may not be paid for a time.
    #[serde(default)]
    pub suspensions: Vec<Suspension>,
    /// Where merchants, property and offerings are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<CatalogueRoot>,
    /// Whether the operator's fee comes back with a refund.
    pub fee_returns_on_refund: bool,
    /// Languages everything is given in, the first one first.
    pub languages: Vec<String>,
    /// The notice that every page and receipt carries (Law on the National Bank, art. 51-5).
    pub notice: LocalText,
    /// Further notices.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

impl Registry {
    /// The entry of an asset.
    #[must_use]
    pub fn asset(&self, id: AssetId) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.id == id)
    }

    /// The operator that a quote key belongs to, whether or not the key is still in use.
    #[must_use]
    pub fn operator_of_key(&self, key: Address) -> Option<&Operator> {
        self.operators
            .iter()
            .find(|operator| operator.quote_keys.iter().any(|entry| entry.address == key))
    }

    /// The entry of a chain.
    #[must_use]
    pub fn chain(&self, id: ChainId) -> Option<&ChainEntry> {
        self.chains.iter().find(|chain| chain.id == id)
    }

    /// The notary with an account who may take part at a time.
    #[must_use]
    pub fn notary(&self, account: Address, now: u64) -> Option<&RegisteredNotary> {
        self.real_estate
            .notaries
            .iter()
            .find(|notary| notary.account == account && notary.validity.holds_at(now))
    }

    /// The suspension of a merchant that holds at a time.
    #[must_use]
    pub fn suspension_of(&self, merchant_id: &str, now: u64) -> Option<&Suspension> {
        self.suspensions
            .iter()
            .find(|entry| entry.merchant_id == merchant_id && entry.validity.holds_at(now))
    }
}
