use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use sig::Address;
use units::Bps;

use crate::{Bin, DepositService, LocalText, Validity};

/// A licence of an exchange operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Its number, as printed.
    pub number: String,
    /// From when until when.
    pub validity: Validity,
    /// Where it can be looked up.
    pub source: String,
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
    /// The contract that settles its exchanges, both legs or neither. Without one it does not exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange_contract: Option<Address>,
    /// Where it carries residents' own transfers to the chain, so that they need no coin for gas; `None` when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// Where people reach it.
    pub contact: String,
    /// Its service for deposits, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposits: Option<DepositService>,
}
