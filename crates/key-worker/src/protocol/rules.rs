//! The registry's rules, as far as the wallet's own transfers need them.

use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::Address;
use units::Tiyn;
use zone::LocalText;

/// Rules of a verified registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    /// How much may be paid.
    pub limits: LimitsView,
    /// The chains.
    pub chains: Vec<ChainView>,
    /// The operators.
    pub operators: Vec<OperatorRuleView>,
}

/// How much may be paid, in tiyn. What has no figure is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsView {
    /// The most of one payment.
    pub per_payment: Tiyn,
    /// The most of one calendar day of the zone.
    pub per_day: Option<Tiyn>,
    /// The most of one calendar month of the zone.
    pub per_month: Option<Tiyn>,
    /// How the monthly limit became tenge.
    pub conversion: Option<ConversionView>,
    /// Where the rule is written down.
    pub source: String,
}

/// The named daily rate of a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversionView {
    /// ISO 4217.
    pub currency: String,
    /// The monthly limit in it, whole units.
    pub per_month: u64,
    /// Tiyn for one unit.
    pub rate: Tiyn,
    /// Whose rate.
    pub rate_source: String,
    /// Of which moment, unix seconds.
    pub rate_time: u64,
}

/// A chain of the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainView {
    /// CAIP-2.
    pub id: ChainId,
    /// What people call it.
    pub name: String,
    /// What its native coin is called.
    pub coin: String,
    /// Blocks on top after which something is final.
    pub finality_depth: u64,
}

/// An operator, as far as transfers need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorRuleView {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// Where it carries residents' own transfers to the chain.
    pub relay: Option<String>,
    /// Where payments go to, and refunds come from.
    pub addresses: Vec<Address>,
}
