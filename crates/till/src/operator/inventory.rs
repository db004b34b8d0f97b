//! What an operator can still promise of its own holdings: exchanges and top-ups draw on the same.

use chain::{AssetId, RpcError};
use sig::{Address, U256};
use sqlx::Row;
use units::AssetAmount;

use super::Operator;
use crate::storage::to_integer;

/// Why it cannot be said.
#[derive(Debug, thiserror::Error)]
pub(super) enum InventoryError {
    #[error(transparent)]
    Chain(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

/// The name of the lock under which one deal at a time is promised an asset.
pub(super) fn lock_name(asset: AssetId) -> String {
    format!("inventory:{asset}")
}

/// What is held less what running deals may still take. The caller holds the asset's lock.
pub(super) async fn left(
    operator: &Operator,
    asset: AssetId,
    holder: Address,
    now: u64,
) -> Result<AssetAmount, InventoryError> {
    let held = operator.rpc.token_balance(asset.token, holder).await?;
    let reserved = reserved(operator, asset, now).await?;
    Ok(AssetAmount::new(held.get().saturating_sub(reserved)))
}

async fn reserved(operator: &Operator, asset: AssetId, now: u64) -> Result<U256, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT buy_amount AS amount FROM exchanges WHERE buy_asset = $1 AND (state = 'pending' OR (state = 'offered' AND \
         expires_at > $2)) UNION ALL SELECT amount FROM top_ups WHERE asset = $1 AND (state = 'paid' OR (state = 'waiting' \
         AND expires_at > $2))",
    )
    .bind(asset.to_string())
    .bind(to_integer(now))
    .fetch_all(&operator.pool)
    .await?;
    let mut sum = U256::ZERO;
    for row in &rows {
        let amount = row.try_get::<&str, _>("amount")?.parse::<U256>();
        let amount = amount.map_err(|error| sqlx::Error::Decode(error.to_string().into()))?;
        sum = sum.saturating_add(amount);
    }
    Ok(sum)
}
