use alloc::{string::String, vec::Vec};

use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::{Address, B256, PublicKey};
use units::{Bps, Tiyn};

use crate::{Envelope, EnvelopeError, LocalText, Validity};

/// A key of the zone, in use for a time. Retired keys stay listed, so that what they signed still verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateKey {
    /// Compressed public key, 66 hex digits.
    pub public_key: String,
    /// From when until when.
    pub validity: Validity,
}

/// A VAT rate in force for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VatRate {
    /// The rate.
    pub bps: Bps,
    /// From when until when.
    pub validity: Validity,
    /// Where the rate is written down.
    pub source: String,
}

/// A merchant certificate that no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revocation {
    /// SHA-256 of the certificate's payload bytes.
    pub certificate: B256,
    /// Since when, unix seconds.
    pub revoked_at: u64,
    /// Why.
    pub reason: LocalText,
}

/// A merchant that may not be paid for a time, whatever certificates it holds. An appeal that succeeds ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suspension {
    /// The merchant's identifier.
    pub merchant_id: String,
    /// From when until when; no end when it is open.
    pub validity: Validity,
    /// Why.
    pub reason: LocalText,
    /// Whether the merchant has appealed.
    #[serde(default)]
    pub appealed: bool,
}

/// What holds for property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RealEstateRules {
    /// Whether money may be taken for a building under construction otherwise than by a registered contract.
    pub off_plan_deposits: bool,
    /// From when until when.
    pub validity: Validity,
    /// Where the rule is written down.
    pub source: String,
    /// Deals above this are reviewed (anti-money-laundering), in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_above_tiyn: Option<Tiyn>,
    /// Notaries that decide about deposits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notaries: Vec<RegisteredNotary>,
    /// What notaries take, for information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notary_fees: Vec<NotaryFee>,
}

/// A notary that decides about deposits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisteredNotary {
    /// Full name.
    pub name: LocalText,
    /// Licence, as printed.
    pub licence: String,
    /// The account that signs.
    pub account: Address,
    /// From when until when.
    pub validity: Validity,
    /// Where the licence can be looked up.
    pub source: String,
}

/// What a notary takes for one act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotaryFee {
    /// The act.
    pub act: LocalText,
    /// The fee in tiyn.
    pub fee_tiyn: Tiyn,
    /// From when until when.
    pub validity: Validity,
    /// Where the fee is written down.
    pub source: String,
}

/// An operator's service for deposits and the contract that holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositService {
    /// Its desk, without a slash at the end.
    pub url: String,
    /// The chain of the contract.
    pub chain: ChainId,
    /// The contract.
    pub contract: Address,
    /// From when until when new deposits are taken.
    pub validity: Validity,
    /// Where the permission is written down.
    pub source: String,
}

/// Something people must be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// What.
    pub text: LocalText,
    /// From when until when.
    pub validity: Validity,
    /// Where it is written down.
    pub source: String,
}

/// Where a catalogue is and who signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueRoot {
    /// Address of the folder of its manifest, ending in `/`; relative to the registry or absolute.
    pub url: String,
    /// Who signs manifests.
    pub keys: Vec<CertificateKey>,
    /// How many of them must agree.
    pub threshold: u32,
    /// Manifests of a lower version are refused.
    pub min_version: u64,
    /// Where mistakes in it are reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl CatalogueRoot {
    /// Checks type and signatures of a catalogue's document and gives its payload.
    ///
    /// # Errors
    /// [`EnvelopeError`].
    pub fn open(&self, envelope: &Envelope, payload_type: &str, now: u64) -> Result<Vec<u8>, EnvelopeError> {
        let keys: Vec<PublicKey> = self
            .keys
            .iter()
            .filter(|key| key.validity.holds_at(now))
            .filter_map(|key| PublicKey::from_hex(&key.public_key).ok())
            .collect();
        let threshold = usize::try_from(self.threshold).unwrap_or(usize::MAX);
        envelope.open(payload_type, &keys, threshold)
    }
}
