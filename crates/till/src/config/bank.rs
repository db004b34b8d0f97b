//! Accounts at banks: where merchants' tenge go, and where residents send theirs.

use deals::Iban;
use serde::{Deserialize, Deserializer};
use zone::Bin;

/// A merchant's account at a bank.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutAccount {
    /// The merchant, as in its certificate.
    pub merchant_id: String,
    /// Whose account it is.
    pub beneficiary: String,
    /// Business identification number.
    pub bin: Bin,
    /// The account.
    #[serde(deserialize_with = "iban")]
    pub iban: String,
}

fn iban<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Iban::deserialize(deserializer).map(|iban| iban.as_str().to_owned())
}

/// Demo only: the bank that residents' top-ups come from and cash-outs go to. It is simulated; no money moves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankConfig {
    /// Whose account it is.
    pub beneficiary: String,
    /// Business identification number.
    pub bin: Bin,
    /// What the bank is called.
    pub bank: String,
    /// The account.
    pub iban: Iban,
}
