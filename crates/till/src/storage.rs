//! The database: SQLite in one file, or PostgreSQL by a `postgres://` address. One schema and the same statements for
//! both; what differs is here.

use std::{borrow::Cow, num::TryFromIntError, path::Path, str::FromStr};

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    Any, AnyPool, AssertSqlSafe, Executor as _, Row, SqlSafeStr as _, Transaction,
    any::{AnyPoolOptions, AnyRow, install_default_drivers},
    migrate::{MigrateError, Migration, Migrator},
};

use crate::Database;

/// Begins a transaction that may write, so that it waits for its turn instead of failing half-way.
const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
const CONNECTIONS: u32 = 8;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The file cannot be opened, or the server not be reached.
    #[error("the database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
    /// Written by a newer till.
    #[error(
        "the database was written by a newer till (schema {0}): start that version again, or restore the backup made \
         before it was updated"
    )]
    Newer(i64),
    /// Written before schemas were kept, by a trial version.
    #[error(
        "the database was written by a trial version of the till (schema {0} has changed since) and cannot be brought up \
         to date: keep the file for its records, and name another one in `database`"
    )]
    Older(i64),
    /// The last update broke off.
    #[error("the update of the database to schema {0} broke off: restore the backup made before it")]
    HalfUpdated(i64),
    /// Damaged, or the update fails.
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(MigrateError),
    /// Another till works on the same SQLite file.
    #[error(
        "another till works on {0}: an SQLite file belongs to one till; several share a PostgreSQL database"
    )]
    InUse(String),
    /// The copy cannot be made.
    #[error("{0}")]
    Backup(&'static str),
}

impl From<MigrateError> for StorageError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::Newer(version),
            MigrateError::VersionMismatch(version) => Self::Older(version),
            MigrateError::Dirty(version) => Self::HalfUpdated(version),
            error => Self::Migrate(error),
        }
    }
}

/// Opens a database, making the file when it is not there, and brings it up to date. What was committed survives the
/// loss of power: payloads are stored here before anything is broadcast.
pub(crate) async fn open(database: &Database, migrations: &Migrator) -> Result<AnyPool, StorageError> {
    let pool = connect(database, CONNECTIONS).await?;
    if database.is_shared() {
        for_postgres(migrations).run(&pool).await?;
    } else {
        migrations.run(&pool).await?;
    }
    Ok(pool)
}

/// Opens a database as it is.
pub(crate) async fn connect(database: &Database, connections: u32) -> Result<AnyPool, sqlx::Error> {
    install_default_drivers();
    let shared = database.is_shared();
    AnyPoolOptions::new()
        .max_connections(connections)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if !shared {
                    connection
                        .execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                        .await?;
                }
                Ok(())
            })
        })
        .connect(database.url())
        .await
}

/// Copies an SQLite database as it is at one moment, also while a till works on it. The copy is checked.
pub(crate) async fn back_up(database: &Database, to: &Path) -> Result<(), StorageError> {
    if database.is_shared() {
        return Err(StorageError::Backup(
            "a PostgreSQL database is copied by `pg_dump`; README, \"Database\"",
        ));
    }
    if to.exists() {
        return Err(StorageError::Backup("there is a file of this name already"));
    }
    let pool = connect(database, 1).await?;
    sqlx::query("VACUUM INTO $1")
        .bind(to.to_string_lossy().into_owned())
        .execute(&pool)
        .await?;
    pool.close().await;
    let copy = connect(&Database::file(to), 1).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&copy)
        .await?;
    copy.close().await;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StorageError::Backup("the copy is damaged; make another one"))
    }
}

/// Begins a transaction that writes.
pub(crate) async fn begin(pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
    if is_postgres(pool) {
        pool.begin().await
    } else {
        pool.begin_with(BEGIN_SQLITE).await
    }
}

fn is_postgres(pool: &AnyPool) -> bool {
    pool.connect_options()
        .database_url
        .scheme()
        .starts_with("postgres")
}

/// The schema is written in SQLite's words; PostgreSQL has others for the same three things.
fn for_postgres(migrations: &Migrator) -> Migrator {
    let translated = migrations.iter().map(|migration| {
        let sql = migration
            .sql
            .as_str()
            .replace(
                "INTEGER PRIMARY KEY",
                "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
            )
            .replace("INTEGER", "BIGINT")
            .replace(") STRICT;", ");");
        Migration::new(
            migration.version,
            migration.description.clone(),
            migration.migration_type,
            AssertSqlSafe(sql).into_sql_str(),
            migration.no_tx,
        )
    });
    Migrator {
        migrations: Cow::Owned(translated.collect()),
        ..Migrator::DEFAULT
    }
}

/// The highest registry version this till has accepted.
pub(crate) async fn seen_registry_version(pool: &AnyPool) -> Result<u64, sqlx::Error> {
    let seen: Option<i64> = sqlx::query_scalar("SELECT version FROM seen_registry WHERE id = 1")
        .fetch_optional(pool)
        .await?;
    Ok(seen.and_then(|version| version.try_into().ok()).unwrap_or(0))
}

/// Remembers a registry version, never a lower one than before.
pub(crate) async fn remember_registry_version(pool: &AnyPool, version: u64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO seen_registry (id, version) VALUES (1, $1) \
         ON CONFLICT (id) DO UPDATE SET version = excluded.version \
         WHERE seen_registry.version < excluded.version",
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
pub(crate) fn from_json<T: DeserializeOwned>(row: &AnyRow, column: &str) -> Result<T, sqlx::Error> {
    decode_json(row.try_get(column)?)
}

/// Reads a column that holds a document as JSON or nothing.
pub(crate) fn from_json_opt<T: DeserializeOwned>(
    row: &AnyRow,
    column: &str,
) -> Result<Option<T>, sqlx::Error> {
    row.try_get::<Option<&str>, _>(column)?
        .map(decode_json)
        .transpose()
}

/// Reads a column that holds something with a text form.
pub(crate) fn from_text<T>(row: &AnyRow, column: &str) -> Result<T, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.try_get::<&str, _>(column)?
        .parse()
        .map_err(|error: T::Err| sqlx::Error::Decode(error.into()))
}

/// Reads a column that holds a count or a time.
pub(crate) fn from_integer(row: &AnyRow, column: &str) -> Result<u64, sqlx::Error> {
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
