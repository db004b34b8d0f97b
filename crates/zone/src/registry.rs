use alloc::{string::String, vec::Vec};

use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{Bps, Tiyn};

use crate::{Bin, LocalText, Validity};

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

/// What an asset may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Goods and services.
    Retail,
    /// Deposits and purchases of finished homes.
    RealEstate,
    /// Offerings of the catalogue.
    Investment,
    /// Conversion at an operator.
    Exchange,
}

/// How long an amount in this asset may be locked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssetKind {
    /// Quotes hold 15 minutes.
    Stablecoin,
    /// Quotes hold 5 minutes.
    Volatile,
}

/// How a token moves without the payer holding gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransferMethod {
    /// `transferWithAuthorization` of ERC-3009.
    Eip3009,
}

/// A chain of the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainEntry {
    /// CAIP-2 identifier.
    pub id: ChainId,
    /// What people call it.
    pub name: String,
    /// JSON-RPC endpoints, tried in order.
    pub rpc: Vec<String>,
    /// Blocks on top after which a payment counts as final.
    pub finality_depth: u64,
}

/// An asset and what it is permitted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    /// CAIP-19 identifier.
    pub id: AssetId,
    /// Short name, e.g. `tUSD`.
    pub symbol: String,
    /// Full name.
    pub name: LocalText,
    /// Decimals of the base unit.
    pub decimals: u8,
    /// Stable or volatile.
    pub kind: AssetKind,
    /// How it moves.
    pub transfer_method: TransferMethod,
    /// `name` of the token's EIP-712 domain.
    pub domain_name: String,
    /// `version` of the token's EIP-712 domain.
    pub domain_version: String,
    /// What it may be used for.
    pub permitted_uses: Vec<Use>,
    /// From when until when.
    pub validity: Validity,
    /// Where the permission is written down.
    pub source: String,
}

/// A licence of an exchange operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Its number, as printed.
    pub number: String,
    /// From when until when.
    pub validity: Validity,
}

/// A key that signs quotes. Retired keys stay listed, so that old receipts verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuoteKey {
    /// Address of the key.
    pub address: Address,
    /// From when until when.
    pub validity: Validity,
}

/// A licensed exchange operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Operator {
    /// Stable identifier.
    pub id: String,
    /// Name for people.
    pub name: LocalText,
    /// BIN of the company.
    pub bin: Bin,
    /// Its licence.
    pub licence: Licence,
    /// Addresses that payments go to.
    pub settlement_addresses: Vec<Address>,
    /// Keys that sign quotes, offers, credits.
    pub quote_keys: Vec<QuoteKey>,
    /// The highest fee it may take, of the tenge total.
    pub fee_bps: Bps,
    /// Its till.
    pub url: String,
    /// Where people reach it.
    pub contact: String,
}

/// A key that signs merchant certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateKey {
    /// Compressed public key, 66 hex digits.
    pub public_key: String,
    /// From when until when.
    pub validity: Validity,
}

/// How much may be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most one payment may be, in tiyn.
    pub per_payment_tiyn: Tiyn,
    /// Where the limit is written down.
    pub source: String,
}

/// A VAT rate in force for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VatRate {
    /// The rate.
    pub bps: Bps,
    /// From when until when.
    pub validity: Validity,
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

/// What is permitted in the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registry {
    /// Which zone.
    pub id: String,
    /// Demo or official.
    pub status: Status,
    /// Grows with every issue; an older one than seen before is refused.
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
    /// Who certifies merchants.
    pub certificate_keys: Vec<CertificateKey>,
    /// What no longer holds.
    pub revocations: Vec<Revocation>,
    /// Whether the operator's fee comes back with a refund.
    pub fee_returns_on_refund: bool,
    /// The notice that every page and receipt carries (Law on the National Bank, art. 51-5).
    pub notice: LocalText,
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
}
