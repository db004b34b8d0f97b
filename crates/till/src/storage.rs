use std::{num::TryFromIntError, path::Path, str::FromStr, time::Duration};

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Row, SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

/// Begins a transaction that may write, so that it waits for its turn instead of failing half-way.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The file cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
    /// Of a newer version of the till, or damaged.
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Opens a database, making it when it is not there, and brings it up to date. What was committed survives the
/// loss of power: payloads are stored here before anything is broadcast.
pub(crate) async fn open(path: &Path, migrations: &Migrator) -> Result<SqlitePool, StorageError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .connect_with(options)
        .await?;
    migrations.run(&pool).await?;
    Ok(pool)
}

/// The highest registry version this till has accepted.
pub(crate) async fn seen_registry_version(pool: &SqlitePool) -> Result<u64, sqlx::Error> {
    let seen: Option<i64> = sqlx::query_scalar("SELECT version FROM seen_registry WHERE id = 1")
        .fetch_optional(pool)
        .await?;
    Ok(seen.and_then(|version| version.try_into().ok()).unwrap_or(0))
}

/// Remembers a registry version, never a lower one than before.
pub(crate) async fn remember_registry_version(pool: &SqlitePool, version: u64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO seen_registry (id, version) VALUES (1, ?) \
         ON CONFLICT (id) DO UPDATE SET version = max(version, excluded.version)",
    )
    .bind(to_integer(version))
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes a document as JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Reads a column that holds a document as JSON.
pub(crate) fn from_json<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    decode_json(row.try_get(column)?)
}

/// Reads a column that holds a document as JSON or nothing.
pub(crate) fn from_json_opt<T: DeserializeOwned>(
    row: &SqliteRow,
    column: &str,
) -> Result<Option<T>, sqlx::Error> {
    row.try_get::<Option<&str>, _>(column)?
        .map(decode_json)
        .transpose()
}

/// Reads a column that holds something with a text form.
pub(crate) fn from_text<T>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.try_get::<&str, _>(column)?
        .parse()
        .map_err(|error: T::Err| sqlx::Error::Decode(error.into()))
}

/// Reads a column that holds a count or a time.
pub(crate) fn from_integer(row: &SqliteRow, column: &str) -> Result<u64, sqlx::Error> {
    row.try_get::<i64, _>(column)?
        .try_into()
        .map_err(|error: TryFromIntError| sqlx::Error::Decode(error.into()))
}

/// A count or a time as the database holds it.
pub(crate) fn to_integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn decode_json<T: DeserializeOwned>(text: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}
