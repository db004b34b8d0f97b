use chain::AssetId;
use deals::{PriceHistory, PricePoint};
use sqlx::{AnyConnection, AnyPool};
use units::Rate;

use crate::storage::{from_integer, from_json, to_integer, to_json};

/// So many points are shown, the newest ones.
const MOST_POINTS: i64 = 2_000;
const MINUTE: u64 = 60;

/// Notes what was quoted. Of one minute the first counts.
pub(super) async fn note(
    connection: &mut AnyConnection,
    asset: AssetId,
    rate: Rate,
    now: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO prices (asset, minute, rate) VALUES ($1, $2, $3) ON CONFLICT (asset, minute) DO NOTHING",
    )
    .bind(asset.to_string())
    .bind(to_integer(now / MINUTE))
    .bind(to_json(&rate)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// What was quoted for an asset, oldest first.
pub(super) async fn history(pool: &AnyPool, asset: AssetId) -> Result<PriceHistory, sqlx::Error> {
    let rows = sqlx::query("SELECT minute, rate FROM prices WHERE asset = $1 ORDER BY minute DESC LIMIT $2")
        .bind(asset.to_string())
        .bind(MOST_POINTS)
        .fetch_all(pool)
        .await?;
    let points = rows.iter().rev().map(|row| {
        Ok(PricePoint {
            time: from_integer(row, "minute")?.saturating_mul(MINUTE),
            rate: from_json(row, "rate")?,
        })
    });
    Ok(PriceHistory {
        asset,
        points: points.collect::<Result<_, sqlx::Error>>()?,
    })
}
