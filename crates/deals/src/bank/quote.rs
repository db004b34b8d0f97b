//! What both ways between a bank and the chain have in common.

use alloy_primitives::Address;
use chain::AssetId;
use units::{Bps, Rate, UnitError};
use zone::{Asset, Operator, Registry, RuleError, Use, check_asset, check_operator};

use crate::PaperError;

/// Why a quote is not to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankQuoteError {
    /// Not a quote of a licensed operator for this account now.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The registry does not permit it.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// Nothing moves, or to oneself.
    #[error("nothing moves")]
    Nothing,
    /// Amounts and fee do not follow from the rate.
    #[error("the amounts do not follow from the rate")]
    Sum,
    /// For another bank account.
    #[error("the quote is for another bank account")]
    OtherIban,
    /// The amounts do not fit.
    #[error(transparent)]
    Amount(#[from] UnitError),
}

/// What is quoted by: the rate, its source, the fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedRate {
    /// Whole units of the asset for one tenge.
    pub rate: Rate,
    /// Where it comes from.
    pub source: alloc::string::String,
    /// When it was read, unix seconds.
    pub time: u64,
    /// The operator's fee, of the tenge.
    pub fee_bps: Bps,
}

/// Licence, key, fee, address and asset of a quote.
pub(super) fn check<'a>(
    registry: &'a Registry,
    key: Address,
    (operator_id, operator): (&str, Address),
    fee_bps: Bps,
    asset: AssetId,
    now: u64,
) -> Result<(&'a Operator, &'a Asset), BankQuoteError> {
    let known = check_operator(registry, key, fee_bps, operator, now)?;
    if known.id != operator_id {
        return Err(PaperError::NotLicensed.into());
    }
    Ok((known, check_asset(registry, asset, Use::Exchange, now)?))
}
