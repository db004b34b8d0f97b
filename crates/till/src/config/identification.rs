//! Who must be identified before a deal, and up to which amount that lets them.

use rust_decimal::Decimal;
use serde::Deserialize;
use units::Tiyn;

use super::{ConfigError, supervision::tenge};

/// What an operator that identifies residents is told. Their data are sealed to the key of `[travel]` and kept as long.
#[derive(Debug, Clone)]
pub struct IdentificationConfig {
    /// Whether exchanges, subscriptions, top-ups and cash-outs need a credential.
    pub required_for_deals: bool,
    /// Deals of a resident that together come to no more than this within a day need none.
    pub above: Tiyn,
    /// What a credential allows within a day.
    pub limit: Tiyn,
    /// For so many days a credential holds.
    pub valid_days: u64,
    /// Demo only: approved at once, nobody looks.
    pub at_once: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentificationFile {
    #[serde(default = "required")]
    required_for_deals: bool,
    above_tenge: Option<Decimal>,
    limit_tenge: Decimal,
    #[serde(default = "default_valid")]
    valid_days: u64,
    #[serde(default)]
    at_once: bool,
}

const fn required() -> bool {
    true
}

/// Clients' data are renewed once a year.
const fn default_valid() -> u64 {
    365
}

impl IdentificationFile {
    pub(super) fn into_config(self) -> Result<IdentificationConfig, ConfigError> {
        Ok(IdentificationConfig {
            required_for_deals: self.required_for_deals,
            above: tenge(self.above_tenge)?.unwrap_or_default(),
            limit: tenge(Some(self.limit_tenge))?.ok_or(ConfigError::Threshold)?,
            valid_days: self.valid_days,
            at_once: self.at_once,
        })
    }
}
