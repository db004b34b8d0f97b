//! What an operator pays for gas, and when a payment is final.

use rust_decimal::Decimal;
use serde::Deserialize;
use units::Tiyn;

use super::ConfigError;

/// What the operator pays for transactions.
#[derive(Debug, Clone, Copy)]
pub struct GasPolicy {
    /// The most wei a unit of gas may cost; above it payments wait.
    pub max_fee_wei: u128,
    /// A transaction that waits for longer than this is signed again with a higher fee.
    pub raise_after_seconds: u64,
}

/// When a payment counts as final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalityRule {
    /// With so many blocks on top.
    Blocks(u64),
    /// When the chain's consensus calls its block finalized.
    Finalized,
}

/// A rule for orders from an amount on.
#[derive(Debug, Clone, Copy)]
pub struct FinalityStep {
    /// The smallest total it is for.
    pub from: Tiyn,
    /// The rule.
    pub rule: FinalityRule,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FinalityFile {
    /// Whole tenge.
    from_tenge: Decimal,
    blocks: Option<u64>,
    #[serde(default)]
    finalized: bool,
}

pub(super) fn finality_step(file: &FinalityFile) -> Result<FinalityStep, ConfigError> {
    let rule = match (file.blocks, file.finalized) {
        (Some(blocks), false) => FinalityRule::Blocks(blocks),
        (None, true) => FinalityRule::Finalized,
        _ => return Err(ConfigError::Finality),
    };
    let from = Tiyn::parse_tenge(&file.from_tenge.to_string()).map_err(|_| ConfigError::Finality)?;
    Ok(FinalityStep { from, rule })
}
