use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, keccak256};
use chain::AssetId;
use serde::{Deserialize, Serialize};
use units::{AssetAmount, Tiyn};
use zone::{Bin, LocalText};

use crate::{DepositKind, DepositTerms};

/// Whether a home may be bought with a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Building {
    /// Accepted into operation and registered.
    Finished,
    /// Money for it may be taken only by a registered share-participation contract (Law 486-V of 2016-04-07).
    UnderConstruction,
}

/// The home, as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    /// The listing it was found by.
    pub listing: String,
    /// E.g. "2-комнатная квартира · 56 м² · 3/9 этаж".
    pub title: LocalText,
    /// Full address.
    pub address: LocalText,
    /// Cadastral number.
    pub cadastral_number: String,
    /// Finished or not.
    pub building: Building,
    /// The whole price in tenge.
    pub price_tiyn: Tiyn,
}

/// Buyer or seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyIdentity {
    /// Full name, or the company's.
    pub name: String,
    /// IIN of a person or BIN of a company; both have the same check digit.
    pub number: Bin,
    /// The account that pays, is paid and signs.
    pub account: Address,
}

/// The notary, as the operator's list of notaries has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotaryIdentity {
    /// Full name.
    pub name: LocalText,
    /// Licence, as printed.
    pub licence: String,
    /// The account that signs.
    pub account: Address,
}

/// The deposit agreement. Everybody signs the terms that name its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Version of this document's form: 1.
    pub version: u32,
    /// The home.
    pub home: Home,
    /// Buys.
    pub buyer: PartyIdentity,
    /// Sells.
    pub seller: PartyIdentity,
    /// Decides.
    pub notary: NotaryIdentity,
    /// Задаток or аванс.
    pub kind: DepositKind,
    /// The deposit in tenge.
    pub deposit_tiyn: Tiyn,
    /// What it is paid in.
    pub asset: AssetId,
    /// The deposit in base units of the asset.
    pub amount: AssetAmount,
    /// The contract that holds it.
    pub contract: Address,
    /// Unix seconds; the money must be complete before.
    pub funding_deadline: u64,
    /// Unix seconds; the sale is to be made until then.
    pub closing_deadline: u64,
    /// Tells agreements with the same content apart.
    pub salt: B256,
}

impl Agreement {
    /// The bytes that are hashed: JSON without spaces, fields in the order of this type.
    ///
    /// # Panics
    /// Never: the type has only string keys.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("only string keys")
    }

    /// Keccak-256 of [`Agreement::to_bytes`].
    #[must_use]
    pub fn hash(&self) -> B256 {
        keccak256(self.to_bytes())
    }

    /// What the contract is told.
    #[must_use]
    pub fn terms(&self) -> DepositTerms {
        DepositTerms {
            token: self.asset.token,
            buyer: self.buyer.account,
            seller: self.seller.account,
            arbiter: self.notary.account,
            amount: self.amount,
            kind: self.kind,
            agreement_hash: self.hash(),
            funding_deadline: self.funding_deadline,
            closing_deadline: self.closing_deadline,
            salt: self.salt,
        }
    }
}
