use deals::RetailLimit;
use sig::Address;

use super::store;
use crate::operator::Operator;

/// The retail limit counts subscriptions of so many seconds back.
pub(super) const YEAR_SECONDS: u64 = 365 * 86_400;

/// What an investor may subscribe within a year, and what of it is used.
pub(super) async fn limit(operator: &Operator, investor: Address) -> Result<RetailLimit, sqlx::Error> {
    let now = operator.clock.now();
    let since = now.saturating_sub(YEAR_SECONDS);
    Ok(RetailLimit {
        limit_tiyn: operator.config.registrar.retail_limit,
        used_tiyn: store::used(&operator.pool, investor, since, now).await?,
    })
}
