//! Offerings that an operator registers subscriptions of.

use rust_decimal::Decimal;
use serde::Deserialize;
use sig::Address;
use units::Tiyn;

use super::{ConfigError, supervision::tenge};

/// An offering that this operator registers subscriptions of. Its price, sizes, times and document are the contract's.
#[derive(Debug, Clone)]
pub struct OfferingConfig {
    /// Its identifier in the catalogue.
    pub id: String,
    /// Its contract.
    pub contract: Address,
    /// The version of the risks that an investor has to acknowledge.
    pub risks_version: u32,
    /// One subscription is for no fewer units.
    pub least_units: u64,
}

/// What an operator registers.
#[derive(Debug, Clone, Default)]
pub struct RegistrarConfig {
    /// The offerings.
    pub offerings: Vec<OfferingConfig>,
    /// What one retail investor may subscribe within a year.
    pub retail_limit: Tiyn,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferingFile {
    id: String,
    contract: Address,
    risks_version: u32,
    #[serde(default = "one")]
    least_units: u64,
}

const fn one() -> u64 {
    1
}

pub(super) fn into_config(
    offerings: Vec<OfferingFile>,
    retail_limit: Option<Decimal>,
) -> Result<RegistrarConfig, ConfigError> {
    let limit = tenge(retail_limit)?;
    if !offerings.is_empty() && limit.is_none() {
        return Err(ConfigError::RetailLimit);
    }
    let offerings = offerings.into_iter().map(|file| OfferingConfig {
        id: file.id,
        contract: file.contract,
        risks_version: file.risks_version,
        least_units: file.least_units.max(1),
    });
    Ok(RegistrarConfig {
        offerings: offerings.collect(),
        retail_limit: limit.unwrap_or_default(),
    })
}
