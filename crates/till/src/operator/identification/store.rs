use deals::{Credential, IdentificationState, IdentificationStatus, SignedPaper};
use sig::{Address, B256};
use sqlx::{AnyPool, Row, any::AnyRow};
use units::Tiyn;

use crate::{
    SealedData,
    storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json},
};

const DAY: u64 = 24 * 3600;

/// An application as it stands.
#[derive(Debug)]
pub(super) struct StoredIdentification {
    pub(super) application: B256,
    pub(super) address: Address,
    pub(super) sealed: SealedData,
    pub(super) received_at: u64,
    pub(super) state: IdentificationState,
    pub(super) credential: Option<SignedPaper>,
}

impl StoredIdentification {
    /// What the applicant is told.
    pub(super) fn status(&self, test: bool) -> IdentificationStatus {
        IdentificationStatus {
            id: self.application,
            state: self.state,
            test,
            credential: self.credential.clone(),
        }
    }
}

/// Keeps an application; one that is there already stays as it is.
pub(super) async fn insert(
    pool: &AnyPool,
    application: B256,
    address: Address,
    sealed: &SealedData,
    now: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO identifications (application, address, sealed, received_at, state) VALUES ($1, $2, $3, $4, 'waiting') \
         ON CONFLICT (application) DO NOTHING",
    )
    .bind(application.to_string())
    .bind(address.to_string())
    .bind(to_json(sealed)?)
    .bind(to_integer(now))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn by_application(
    pool: &AnyPool,
    application: B256,
) -> Result<Option<StoredIdentification>, sqlx::Error> {
    sqlx::query("SELECT * FROM identifications WHERE application = $1")
        .bind(application.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What waits for a person, oldest first.
pub(super) async fn waiting(pool: &AnyPool) -> Result<Vec<StoredIdentification>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM identifications WHERE state = 'waiting' ORDER BY id LIMIT 100")
        .fetch_all(pool)
        .await?;
    rows.iter().map(read).collect()
}

/// Notes a credential, unless it was decided before.
pub(super) async fn approve(
    pool: &AnyPool,
    application: B256,
    credential: &Credential,
    (signed, hash): (&SignedPaper, B256),
    (by, at): (&str, u64),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE identifications SET state = 'approved', decided_at = $1, decided_by = $2, credential = $3, \
         credential_hash = $4, limit_tiyn = $5, expires_at = $6 WHERE application = $7 AND state = 'waiting'",
    )
    .bind(to_integer(at))
    .bind(by)
    .bind(to_json(signed)?)
    .bind(hash.to_string())
    .bind(credential.limit_tiyn.to_i64())
    .bind(to_integer(credential.expires_at))
    .bind(application.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

/// Notes that there will be none, unless it was decided before.
pub(super) async fn refuse(
    pool: &AnyPool,
    application: B256,
    (by, at): (&str, u64),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE identifications SET state = 'refused', decided_at = $1, decided_by = $2 \
         WHERE application = $3 AND state = 'waiting'",
    )
    .bind(to_integer(at))
    .bind(by)
    .bind(application.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes down who opened data, before they are.
pub(super) async fn note_opening(
    pool: &AnyPool,
    application: B256,
    (staff, reason): (&str, &str),
    now: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO identification_openings (application, opened_at, opened_by, reason) VALUES ($1, $2, $3, $4)",
    )
    .bind(application.to_string())
    .bind(to_integer(now))
    .bind(staff)
    .bind(reason)
    .execute(pool)
    .await?;
    Ok(())
}

/// Whether a credential is one of those that were given and not erased.
pub(super) async fn is_kept(pool: &AnyPool, credential_hash: B256) -> Result<bool, sqlx::Error> {
    let row = sqlx::query("SELECT 1 FROM identifications WHERE credential_hash = $1")
        .bind(credential_hash.to_string())
        .fetch_optional(pool)
        .await?;
    Ok(row.is_some())
}

/// What the best credential of an address allows within a day.
pub(super) async fn limit_of(
    pool: &AnyPool,
    address: Address,
    now: u64,
) -> Result<Option<Tiyn>, sqlx::Error> {
    let limit: Option<i64> = sqlx::query_scalar(
        "SELECT CAST(max(limit_tiyn) AS BIGINT) FROM identifications WHERE address = $1 AND state = 'approved' AND expires_at > $2",
    )
    .bind(address.to_string())
    .bind(to_integer(now))
    .fetch_one(pool)
    .await?;
    limit
        .map(|tiyn| Tiyn::new(tiyn.unsigned_abs()).map_err(|error| sqlx::Error::Decode(error.into())))
        .transpose()
}

/// Erases data that were kept for long enough, and accounts at banks with them. With `dry_run` only counts them.
pub(crate) async fn expire(
    pool: &AnyPool,
    keep_days: u64,
    now: u64,
    dry_run: bool,
) -> Result<u64, sqlx::Error> {
    let before = to_integer(now.saturating_sub(keep_days.saturating_mul(DAY)));
    if dry_run {
        let count: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM identifications WHERE received_at < $1) \
             + (SELECT count(*) FROM cash_outs WHERE iban IS NOT NULL AND state IN ('paid_out', 'ended') AND issued_at < $1)",
        )
        .bind(before)
        .fetch_one(pool)
        .await?;
        return Ok(count.unsigned_abs());
    }
    let done = sqlx::query("DELETE FROM identifications WHERE received_at < $1")
        .bind(before)
        .execute(pool)
        .await?;
    let accounts = sqlx::query(
        "UPDATE cash_outs SET iban = NULL WHERE iban IS NOT NULL AND state IN ('paid_out', 'ended') AND issued_at < $1",
    )
    .bind(before)
    .execute(pool)
    .await?;
    Ok(done.rows_affected().saturating_add(accounts.rows_affected()))
}

/// Erases what is kept of one resident. A cash-out that is under way keeps its account until it has ended.
pub(crate) async fn erase(pool: &AnyPool, address: Address) -> Result<u64, sqlx::Error> {
    let done = sqlx::query("DELETE FROM identifications WHERE address = $1")
        .bind(address.to_string())
        .execute(pool)
        .await?;
    let accounts = sqlx::query(
        "UPDATE cash_outs SET iban = NULL WHERE iban IS NOT NULL AND state IN ('paid_out', 'ended') AND resident = $1",
    )
    .bind(address.to_string())
    .execute(pool)
    .await?;
    Ok(done.rows_affected().saturating_add(accounts.rows_affected()))
}

fn read(row: &AnyRow) -> Result<StoredIdentification, sqlx::Error> {
    Ok(StoredIdentification {
        application: from_text(row, "application")?,
        address: from_text(row, "address")?,
        sealed: from_json(row, "sealed")?,
        received_at: from_integer(row, "received_at")?,
        state: match row.try_get::<&str, _>("state")? {
            "waiting" => IdentificationState::Waiting,
            "approved" => IdentificationState::Approved,
            _ => IdentificationState::Refused,
        },
        credential: from_json_opt(row, "credential")?,
    })
}
