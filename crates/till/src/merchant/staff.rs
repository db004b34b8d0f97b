//! The people at the till: who they are, and that they are it. Passwords are stored as Argon2id.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use serde::{Deserialize, Serialize};
use sqlx::{AnyPool, Row, any::AnyRow};
use zeroize::Zeroizing;

use super::access::Scope;
use crate::storage::{from_integer, to_integer};

/// Shorter passwords are refused.
pub(crate) const MIN_PASSWORD_CHARS: usize = 10;
/// Longer logins and passwords are refused.
const MAX_BYTES: usize = 200;

/// Hashed when nobody has the login, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// What somebody does at the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Takes payments and sees today's.
    Cashier,
    /// Also gives money back, and sees and exports everything.
    Manager,
    /// Also keys, webhooks and people.
    Owner,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cashier, Self::Manager, Self::Owner];

    /// As stored and as typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cashier => "cashier",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// Reads what [`Role::as_str`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What the role lets its holder do: the same scopes that API keys have.
    #[must_use]
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Cashier => &[Scope::Orders],
            Self::Manager => &[Scope::Orders, Scope::Refunds, Scope::Reports],
            Self::Owner => &Scope::ALL,
        }
    }
}

/// Somebody at the till.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) id: i64,
    pub(crate) login: String,
    pub(crate) role: Role,
    pub(crate) disabled: bool,
    pub(crate) created_at: u64,
}

/// Why somebody is not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// The login is empty, too long or has spaces.
    #[error("a login has 1 to 60 letters, digits, dots, dashes")]
    Login,
    /// The password is too short or too long.
    #[error("a password has at least {MIN_PASSWORD_CHARS} characters")]
    Password,
    /// Somebody has this login.
    #[error("somebody else has this login")]
    Taken,
    /// Nobody has this login.
    #[error("nobody has this login")]
    Unknown,
    /// Without an owner nobody could make one.
    #[error("the last owner stays")]
    LastOwner,
    /// The password cannot be hashed.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
    /// The database.
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

/// Adds somebody.
pub(crate) async fn add(
    pool: &AnyPool,
    (login, role): (&str, Role),
    password: &str,
    now: u64,
) -> Result<(), StaffError> {
    check_login(login)?;
    let hash = hash_new(password).await?;
    let done = sqlx::query(
        "INSERT INTO staff (login, password_hash, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(login)
    .bind(hash)
    .bind(role.as_str())
    .bind(to_integer(now))
    .execute(pool)
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(StaffError::Taken)
    }
}

/// Gives somebody a new password and ends their sessions.
pub(crate) async fn set_password(pool: &AnyPool, login: &str, password: &str) -> Result<(), StaffError> {
    let hash = hash_new(password).await?;
    let done = sqlx::query("UPDATE staff SET password_hash = $1 WHERE login = $2")
        .bind(hash)
        .bind(login)
        .execute(pool)
        .await?;
    if done.rows_affected() == 0 {
        return Err(StaffError::Unknown);
    }
    end_sessions(pool, login).await
}

/// Lets somebody in no longer, or again. The last owner stays.
pub(crate) async fn set_disabled(pool: &AnyPool, login: &str, disabled: bool) -> Result<(), StaffError> {
    let done = sqlx::query(
        "UPDATE staff SET disabled = $1 WHERE login = $2 AND ($1 = 0 OR role <> 'owner' OR \
         (SELECT count(*) FROM staff WHERE role = 'owner' AND disabled = 0 AND login <> $2) > 0)",
    )
    .bind(i64::from(disabled))
    .bind(login)
    .execute(pool)
    .await?;
    if done.rows_affected() == 0 {
        let known = find(pool, login).await?.is_some();
        return Err(if known {
            StaffError::LastOwner
        } else {
            StaffError::Unknown
        });
    }
    if disabled {
        end_sessions(pool, login).await?;
    }
    Ok(())
}

async fn end_sessions(pool: &AnyPool, login: &str) -> Result<(), StaffError> {
    sqlx::query("DELETE FROM sessions WHERE staff IN (SELECT id FROM staff WHERE login = $1)")
        .bind(login)
        .execute(pool)
        .await?;
    Ok(())
}

/// Everybody, in the order they came.
pub(crate) async fn list(pool: &AnyPool) -> Result<Vec<Member>, sqlx::Error> {
    sqlx::query("SELECT id, login, role, disabled, created_at FROM staff ORDER BY id")
        .fetch_all(pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

pub(crate) async fn find(pool: &AnyPool, login: &str) -> Result<Option<Member>, sqlx::Error> {
    sqlx::query("SELECT id, login, role, disabled, created_at FROM staff WHERE login = $1")
        .bind(login)
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Who has this login and password. Takes as long for a login that nobody has.
pub(super) async fn recognize(
    pool: &AnyPool,
    login: &str,
    password: &str,
) -> Result<Option<Member>, StaffError> {
    let row = sqlx::query("SELECT * FROM staff WHERE login = $1 AND disabled = 0")
        .bind(login)
        .fetch_optional(pool)
        .await?;
    let stored: Option<String> = row.as_ref().map(|row| row.try_get("password_hash")).transpose()?;
    let password = Zeroizing::new(password.to_owned());
    let right = apart(move || {
        let hash = stored.as_deref().unwrap_or(NOBODY.as_str());
        let same = password.len() <= MAX_BYTES
            && Argon2::default()
                .verify_password(password.as_bytes(), hash)
                .is_ok();
        Ok(same && stored.is_some())
    })
    .await?;
    Ok(row.filter(|_| right).as_ref().map(read).transpose()?)
}

fn check_login(login: &str) -> Result<(), StaffError> {
    let good = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '@');
    let length = login.chars().count();
    if (1..=60).contains(&length) && login.chars().all(good) {
        Ok(())
    } else {
        Err(StaffError::Login)
    }
}

async fn hash_new(password: &str) -> Result<String, StaffError> {
    if password.chars().count() < MIN_PASSWORD_CHARS || password.len() > MAX_BYTES {
        return Err(StaffError::Password);
    }
    let password = Zeroizing::new(password.to_owned());
    apart(move || hash(&password)).await
}

/// Hashing takes a processor for a while: not one that answers others.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StaffError> + Send + 'static,
) -> Result<T, StaffError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StaffError::Hash(error.to_string()))?
}

fn hash(password: &str) -> Result<String, StaffError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| StaffError::Hash(error.to_string()))?;
    // Argon2id, 19 MiB, two passes.
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| StaffError::Hash(error.to_string()))
}

fn read(row: &AnyRow) -> Result<Member, sqlx::Error> {
    let role: &str = row.try_get("role")?;
    Ok(Member {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        role: Role::parse(role).ok_or_else(|| sqlx::Error::Decode(format!("role {role:?}").into()))?,
        disabled: row.try_get::<i64, _>("disabled")? != 0,
        created_at: from_integer(row, "created_at")?,
    })
}
