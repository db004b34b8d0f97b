//! What a merchant's till forgets: signed payloads and reports of deliveries of orders that have come to their end. The
//! books (order, receipt, credit, refunds) stay: the tax code wants them kept.

use checkout::OrderId;
use sqlx::AnyPool;

use crate::storage::{begin, to_integer};

const DAY: u64 = 24 * 3600;
/// States in which nothing more can happen that would need the payload.
const ENDED: &str = "('final', 'refunded', 'expired', 'failed', 'cancelled', 'late')";

/// Forgets what is older than so many days. With `dry_run` only counts. Gives how many rows it is.
pub(crate) async fn expire(pool: &AnyPool, days: u64, now: u64, dry_run: bool) -> Result<u64, sqlx::Error> {
    let before = to_integer(now.saturating_sub(days.saturating_mul(DAY)));
    let payloads = format!("orders WHERE payload IS NOT NULL AND state IN {ENDED} AND created_at < $1");
    let deliveries = "deliveries WHERE state <> 'waiting' AND created_at < $1";
    if dry_run {
        let mut count = 0u64;
        for from in [payloads.as_str(), deliveries] {
            let query = format!("SELECT count(*) FROM {from}");
            let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .bind(before)
                .fetch_one(pool)
                .await?;
            count = count.saturating_add(rows.unsigned_abs());
        }
        return Ok(count);
    }
    let mut transaction = begin(pool).await?;
    let statements = [
        format!(
            "UPDATE {}",
            payloads.replacen("orders WHERE", "orders SET payload = NULL WHERE", 1)
        ),
        format!("DELETE FROM {deliveries}"),
    ];
    let mut count = 0u64;
    for statement in statements {
        let done = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(before)
            .execute(&mut *transaction)
            .await?;
        count = count.saturating_add(done.rows_affected());
    }
    transaction.commit().await?;
    Ok(count)
}

/// Forgets the same of one order, whatever its age.
pub(crate) async fn erase(pool: &AnyPool, id: OrderId) -> Result<u64, sqlx::Error> {
    let mut transaction = begin(pool).await?;
    let query = format!(
        "UPDATE orders SET payload = NULL WHERE id = $1 AND payload IS NOT NULL AND state IN {ENDED}"
    );
    let orders = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
    let deliveries = sqlx::query("DELETE FROM deliveries WHERE order_id = $1 AND state <> 'waiting'")
        .bind(id.to_string())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(orders.rows_affected().saturating_add(deliveries.rows_affected()))
}
