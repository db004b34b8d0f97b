use checkout::AssetRate;
use zone::{Use, check_asset};

use super::Operator;

/// What this operator takes each permitted asset for, now. For showing what a wallet is worth; only a quote is firm.
pub(super) fn show_rates(operator: &Operator) -> Vec<AssetRate> {
    let verified = operator.registry.verified();
    let (registry, now) = (verified.registry(), operator.clock.now());
    let permitted = |rate: &AssetRate| check_asset(registry, rate.asset, Use::Retail, now).is_ok();
    let mut rates = operator.rates.all(now);
    rates.retain(permitted);
    rates
}
