//! Who is signed in at the till's pages. The cookie holds a random name, the database its SHA-256.

use axum::http::{HeaderMap, header};
use sig::sha256_digest;
use sqlx::{AnyPool, Row};

use super::{
    Merchant,
    events::random_name,
    staff::{self, Role, StaffError},
};
use crate::storage::to_integer;

/// Somebody signs in once a shift.
const SECONDS: u64 = 12 * 3600;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) login: String,
    pub(super) role: Role,
    /// Stands in every form of the session's pages and in no page of anybody else.
    pub(super) form_token: String,
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignInError {
    #[error("login or password is wrong")]
    Wrong,
    #[error("too many attempts; wait a minute")]
    TooFast,
    #[error(transparent)]
    Staff(#[from] StaffError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

/// Opens a session. Gives the cookie.
pub(super) async fn sign_in(merchant: &Merchant, login: &str, password: &str) -> Result<String, SignInError> {
    if merchant.limits.sign_in(login).is_err() {
        tracing::warn!(login, "too many attempts to sign in");
        return Err(SignInError::TooFast);
    }
    let Some(member) = staff::recognize(&merchant.pool, login, password).await? else {
        tracing::warn!(login, "refused to sign in");
        return Err(SignInError::Wrong);
    };
    let now = merchant.clock.now();
    let (token, form_token) = (random_name("s")?, random_name("f")?);
    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1")
        .bind(to_integer(now))
        .execute(&merchant.pool)
        .await?;
    sqlx::query("INSERT INTO sessions (token_sha256, staff, form_token, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(hash(&token))
        .bind(member.id)
        .bind(form_token)
        .bind(to_integer(now.saturating_add(SECONDS)))
        .execute(&merchant.pool)
        .await?;
    tracing::info!(login, role = member.role.as_str(), "signed in");
    Ok(cookie(merchant, &token, SECONDS))
}

/// The session that a request's cookie names.
pub(super) async fn find(merchant: &Merchant, headers: &HeaderMap) -> Result<Option<Session>, sqlx::Error> {
    let Some(token) = read_cookie(headers, cookie_name(merchant)) else {
        return Ok(None);
    };
    let row = sqlx::query(
        "SELECT staff.login AS login, staff.role AS role, sessions.form_token AS form_token FROM sessions \
         JOIN staff ON staff.id = sessions.staff \
         WHERE token_sha256 = $1 AND expires_at > $2 AND staff.disabled = 0",
    )
    .bind(hash(token))
    .bind(to_integer(merchant.clock.now()))
    .fetch_optional(&merchant.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role: &str = row.try_get("role")?;
    Ok(Some(Session {
        login: row.try_get("login")?,
        role: Role::parse(role).ok_or_else(|| sqlx::Error::Decode(format!("role {role:?}").into()))?,
        form_token: row.try_get("form_token")?,
    }))
}

/// Ends the session that a request's cookie names. Gives the cookie that forgets it.
pub(super) async fn sign_out(merchant: &Merchant, headers: &HeaderMap) -> Result<String, sqlx::Error> {
    if let Some(token) = read_cookie(headers, cookie_name(merchant)) {
        end(&merchant.pool, token).await?;
    }
    Ok(cookie(merchant, "", 0))
}

async fn end(pool: &AnyPool, token: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sessions WHERE token_sha256 = $1")
        .bind(hash(token))
        .execute(pool)
        .await?;
    Ok(())
}

fn hash(token: &str) -> String {
    sha256_digest(token.as_bytes()).to_b256().to_string()
}

fn is_https(merchant: &Merchant) -> bool {
    merchant.public_url.starts_with("https://")
}

/// Over https the browser itself sees to it that no other host and no plain connection sets it.
fn cookie_name(merchant: &Merchant) -> &'static str {
    if is_https(merchant) { "__Host-till" } else { "till" }
}

fn cookie(merchant: &Merchant, token: &str, seconds: u64) -> String {
    let secure = if is_https(merchant) { "; Secure" } else { "" };
    let name = cookie_name(merchant);
    format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// The value of a cookie.
pub(super) fn read_cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name && !value.is_empty()).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; till=s_2;b=".parse().unwrap());
        assert_eq!(read_cookie(&headers, "till"), Some("s_2"));
        assert_eq!(read_cookie(&headers, "b"), None);
        assert_eq!(read_cookie(&headers, "il"), None);
    }
}
