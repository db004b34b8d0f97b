use alloc::string::String;

use serde::{Deserialize, Serialize};
use units::Tiyn;

use crate::Validity;

/// How much may be paid. What has no figure is not limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// The most one payment may be, in tiyn.
    pub per_payment_tiyn: Tiyn,
    /// The most of one calendar day (Asia/Almaty), in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day_tiyn: Option<Tiyn>,
    /// The most of one calendar month (Asia/Almaty), in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_month_tiyn: Option<Tiyn>,
    /// How the monthly limit was converted, where the rule names another currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion: Option<LimitConversion>,
    /// Deals from this on are reported one by one (anti-money-laundering), in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_from_tiyn: Option<Tiyn>,
    /// From this on the operator must have the payer's data before it settles (travel rule), in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_rule_from_tiyn: Option<Tiyn>,
    /// Where the limit is written down.
    pub source: String,
    /// From when until when.
    pub validity: Validity,
}

/// The named daily rate that turned a limit into tenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitConversion {
    /// ISO 4217 code of the currency that the rule names.
    pub currency: String,
    /// The monthly limit in that currency, whole units.
    pub per_month: u64,
    /// Tiyn for one unit.
    pub rate_tiyn: Tiyn,
    /// Whose rate.
    pub rate_source: String,
    /// Of which moment, unix seconds.
    pub rate_time: u64,
}

/// What one limit is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LimitPeriod {
    /// A calendar day in Asia/Almaty.
    Day,
    /// A calendar month in Asia/Almaty.
    Month,
}

/// What a payer has paid so far, in tiyn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// Today.
    pub today: Tiyn,
    /// This month, today included.
    pub this_month: Tiyn,
}
