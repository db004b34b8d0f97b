use alloc::string::{String, ToString};

use chain::AssetId;
use sig::Address;
use units::{Bps, Tiyn};

use crate::{Asset, LimitPeriod, Operator, Registry, Spent, Use};

/// Which rule of the registry forbids a payment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The asset is not listed, or not for this use, or not at this time.
    #[error("{asset} is not permitted for this use")]
    AssetNotPermitted {
        /// CAIP-19 identifier.
        asset: String,
    },
    /// No operator of the registry signs with this key, or its licence or key is out of date.
    #[error("the operator is not licensed")]
    OperatorNotLicensed,
    /// The operator asks for more than its schedule allows.
    #[error("the fee of {asked:?} is above the operator's {allowed:?}")]
    FeeAboveSchedule {
        /// What the quote says.
        asked: Bps,
        /// What the registry says.
        allowed: Bps,
    },
    /// The payee is not a settlement address of the operator.
    #[error("{0} is not an address of the operator")]
    UnknownPayee(Address),
    /// One payment may not be this large.
    #[error("{total} tiyn is above the limit of {limit} tiyn")]
    AboveLimit {
        /// What was asked for.
        total: Tiyn,
        /// What is allowed.
        limit: Tiyn,
    },
    /// All payments of a day or month may not be this large.
    #[error("{total} tiyn in one {period:?} is above the limit of {limit} tiyn")]
    AboveTotalLimit {
        /// Over which time.
        period: LimitPeriod,
        /// What it would come to.
        total: Tiyn,
        /// What is allowed.
        limit: Tiyn,
    },
    /// Money for a building under construction.
    #[error("no deposit may be taken for a building under construction: {source_text}")]
    OffPlanDeposit {
        /// Where the rule is written down.
        source_text: String,
    },
    /// The rate is not in force.
    #[error("a VAT rate of {0:?} is not in force")]
    VatRate(Bps),
}

impl RuleError {
    /// The rule's name, as it stands on the wire and in exports.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AssetNotPermitted { .. } => "asset_not_permitted",
            Self::OperatorNotLicensed => "operator_not_licensed",
            Self::FeeAboveSchedule { .. } => "fee_above_schedule",
            Self::UnknownPayee(_) => "unknown_payee",
            Self::AboveLimit { .. } => "above_limit",
            Self::AboveTotalLimit {
                period: LimitPeriod::Day,
                ..
            } => "above_daily_limit",
            Self::AboveTotalLimit {
                period: LimitPeriod::Month,
                ..
            } => "above_monthly_limit",
            Self::OffPlanDeposit { .. } => "off_plan_deposit",
            Self::VatRate(_) => "vat_rate_not_in_force",
        }
    }
}

/// Checks that an asset may be used for something at a time.
///
/// # Errors
/// [`RuleError::AssetNotPermitted`].
pub fn check_asset(registry: &Registry, id: AssetId, purpose: Use, now: u64) -> Result<&Asset, RuleError> {
    registry
        .asset(id)
        .filter(|asset| asset.validity.holds_at(now) && asset.permitted_uses.contains(&purpose))
        .ok_or_else(|| RuleError::AssetNotPermitted {
            asset: id.to_string(),
        })
}

/// Checks licence, key, fee and payee of the operator that signed a quote.
///
/// # Errors
/// [`RuleError`].
pub fn check_operator(
    registry: &Registry,
    quote_key: Address,
    fee: Bps,
    pay_to: Address,
    now: u64,
) -> Result<&Operator, RuleError> {
    let operator = registry
        .operator_of_key(quote_key)
        .ok_or(RuleError::OperatorNotLicensed)?;
    let key_holds = operator
        .quote_keys
        .iter()
        .any(|key| key.address == quote_key && key.validity.holds_at(now));
    if !key_holds || !operator.licence.validity.holds_at(now) {
        return Err(RuleError::OperatorNotLicensed);
    }
    if fee > operator.fee_bps {
        return Err(RuleError::FeeAboveSchedule {
            asked: fee,
            allowed: operator.fee_bps,
        });
    }
    if !operator.settlement_addresses.contains(&pay_to) {
        return Err(RuleError::UnknownPayee(pay_to));
    }
    Ok(operator)
}

/// Checks the limit of one payment.
///
/// # Errors
/// [`RuleError::AboveLimit`].
pub fn check_limit(registry: &Registry, total: Tiyn) -> Result<(), RuleError> {
    let limit = registry.limits.per_payment_tiyn;
    if total > limit {
        Err(RuleError::AboveLimit { total, limit })
    } else {
        Ok(())
    }
}

/// Checks the limits of a payment, a day and a month. `spent` is what the payer paid before this payment.
///
/// # Errors
/// [`RuleError::AboveLimit`], [`RuleError::AboveTotalLimit`].
pub fn check_limits(registry: &Registry, total: Tiyn, spent: Spent) -> Result<(), RuleError> {
    check_limit(registry, total)?;
    let limits = &registry.limits;
    let periods = [
        (LimitPeriod::Day, spent.today, limits.per_day_tiyn),
        (LimitPeriod::Month, spent.this_month, limits.per_month_tiyn),
    ];
    for (period, before, limit) in periods {
        let Some(limit) = limit else { continue };
        // A sum that does not fit is above any limit.
        let sum = before.checked_add(total).ok();
        if sum.is_none_or(|sum| sum > limit) {
            return Err(RuleError::AboveTotalLimit {
                period,
                total: sum.unwrap_or(total),
                limit,
            });
        }
    }
    Ok(())
}

/// Checks that a deposit may be taken for a building at a time.
///
/// # Errors
/// [`RuleError::OffPlanDeposit`].
pub fn check_deposit(registry: &Registry, under_construction: bool, now: u64) -> Result<(), RuleError> {
    let rules = &registry.real_estate;
    if under_construction && !rules.off_plan_deposits && rules.validity.holds_at(now) {
        return Err(RuleError::OffPlanDeposit {
            source_text: rules.source.clone(),
        });
    }
    Ok(())
}

/// Checks that a VAT rate is in force. No VAT (0) is always allowed.
///
/// # Errors
/// [`RuleError::VatRate`].
pub fn check_vat(registry: &Registry, rate: Bps, now: u64) -> Result<(), RuleError> {
    let in_force = registry
        .vat
        .iter()
        .any(|entry| entry.bps == rate && entry.validity.holds_at(now));
    if rate.get() == 0 || in_force {
        Ok(())
    } else {
        Err(RuleError::VatRate(rate))
    }
}
