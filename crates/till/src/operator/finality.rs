use units::Tiyn;

use super::{
    Operator,
    payment_store::{self, StoredPayment},
    quote_store::StoredQuote,
};
use crate::FinalityRule;

/// Blocks on top of a settled payment, and whether they are enough for its amount. No count while the node cannot be
/// asked or the chain no longer has the payment where it was proven.
pub(super) async fn of(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
) -> Result<(Option<u64>, bool), sqlx::Error> {
    let Some((number, hash)) = payment.block else {
        return Ok((None, false));
    };
    let Ok(newest) = operator.rpc.block_number().await else {
        return Ok((None, false));
    };
    if !matches!(operator.rpc.block_hash_of(number).await, Ok(Some(now)) if now == hash) {
        return Ok((None, false));
    }
    let depth = newest.saturating_sub(number);
    let is_final = match rule_for(operator, quote.total_tiyn) {
        FinalityRule::Blocks(blocks) => depth >= blocks,
        FinalityRule::Finalized => operator
            .rpc
            .finalized_block()
            .await
            .is_ok_and(|finalized| finalized >= number),
    };
    if is_final {
        payment_store::finalize(&operator.pool, payment.id).await?;
    }
    Ok((Some(depth), is_final))
}

/// The rule of the highest step that the amount reaches; without steps, the depth that the registry names.
fn rule_for(operator: &Operator, total: Tiyn) -> FinalityRule {
    let steps = &operator.config.finality;
    let reached = steps
        .iter()
        .filter(|step| total >= step.from)
        .max_by_key(|step| step.from);
    reached.map_or_else(
        || {
            let depth = operator.registry.with(|registry| {
                registry
                    .chain(operator.rpc.chain())
                    .map_or(u64::MAX, |chain| chain.finality_depth)
            });
            FinalityRule::Blocks(depth)
        },
        |step| step.rule,
    )
}
