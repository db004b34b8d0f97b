//! Which terms and risk notice were in force when an order was made.

use sqlx::AnyPool;

use crate::storage::to_integer;

/// Notes the version that is in force from now on.
pub(super) async fn note(pool: &AnyPool, version: &str, now: u64) -> Result<(), sqlx::Error> {
    if in_force(pool, now).await?.as_deref() == Some(version) {
        return Ok(());
    }
    sqlx::query("INSERT INTO terms (in_force_from, version) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(to_integer(now))
        .bind(version)
        .execute(pool)
        .await?;
    Ok(())
}

/// The version in force at a time.
pub(super) async fn in_force(pool: &AnyPool, at: u64) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT version FROM terms WHERE in_force_from <= $1 ORDER BY in_force_from DESC, version DESC LIMIT 1",
    )
    .bind(to_integer(at))
    .fetch_optional(pool)
    .await
}
