use alloc::{string::String, vec::Vec};

use chain::{AssetId, ChainId, token_domain};
use serde::{Deserialize, Serialize};
use sig::Eip712Domain;

use crate::{LocalText, Validity};

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
    /// What its native coin is called; every coin has 18 decimals.
    #[serde(default = "ether")]
    pub coin: String,
    /// JSON-RPC endpoints, tried in order.
    pub rpc: Vec<String>,
    /// Blocks on top after which a payment counts as final.
    pub finality_depth: u64,
}

fn ether() -> String {
    "ETH".into()
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

impl Asset {
    /// The EIP-712 domain that authorizations of the token are signed in.
    #[must_use]
    pub fn domain(&self) -> Eip712Domain {
        token_domain(
            &self.domain_name,
            &self.domain_version,
            self.id.chain.number(),
            self.id.token,
        )
    }
}
