//! Who may do what: servers by API keys with scopes.

use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use sig::sha256_digest;
use sqlx::Row;
use subtle::ConstantTimeEq;

use super::{Merchant, events::random_name};
use crate::{
    ApiError,
    storage::{from_integer, to_integer},
};

/// What a key lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Make and cancel orders.
    Orders,
    /// Give money back.
    Refunds,
    /// Read and export orders.
    Reports,
    /// Webhooks and keys.
    Settings,
}

impl Scope {
    /// Everything.
    pub const ALL: [Self; 4] = [Self::Orders, Self::Refunds, Self::Reports, Self::Settings];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Refunds => "refunds",
            Self::Reports => "reports",
            Self::Settings => "settings",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// Body of `POST /v1/api-keys`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewKey {
    pub(super) name: String,
    pub(super) scopes: Vec<Scope>,
}

/// A key as it is listed: never the key itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedKey {
    pub(super) name: String,
    pub(super) scopes: Vec<Scope>,
    pub(super) created_at: u64,
}

/// The client an API key belongs to, when the key has the scope and the client is not too fast. Compares hashes, those
/// of the configuration in constant time.
pub(super) async fn authorize(
    merchant: &Merchant,
    headers: &HeaderMap,
    needed: Scope,
) -> Result<String, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = given
        .and_then(|text| text.strip_prefix("Bearer "))
        .unwrap_or_default();
    let hash = sha256_digest(key.as_bytes()).to_b256();
    let mut known = None;
    for entry in &merchant.config.api_keys {
        if bool::from(entry.key_sha256.as_slice().ct_eq(hash.as_slice())) {
            let scopes = entry.scopes.clone().unwrap_or_else(|| Scope::ALL.into());
            known = Some((entry.name.clone(), scopes));
        }
    }
    if known.is_none() && !key.is_empty() {
        let row =
            sqlx::query("SELECT name, scopes FROM api_keys WHERE key_sha256 = $1 AND revoked_at IS NULL")
                .bind(hash.to_string())
                .fetch_optional(&merchant.pool)
                .await?;
        if let Some(row) = row {
            known = Some((row.try_get("name")?, read_scopes(row.try_get("scopes")?)));
        }
    }
    let Some((name, scopes)) = known.filter(|_| !key.is_empty()) else {
        let error = ApiError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send a known API key as a bearer token",
        );
        return Err(error.with_header(header::WWW_AUTHENTICATE, "Bearer"));
    };
    if !scopes.contains(&needed) {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "scope_missing",
            format!("this key lacks the scope {}", needed.as_str()),
        ));
    }
    if merchant.limits.check_key(&name).is_err() {
        let error = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "this key asks too often",
        );
        return Err(error.with_header(header::RETRY_AFTER, "1"));
    }
    Ok(name)
}

fn read_scopes(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(Scope::parse).collect()
}

/// Makes a key and gives it, this once. `None` when the name is taken.
pub(super) async fn make_key(merchant: &Merchant, new: &NewKey) -> Result<Option<String>, sqlx::Error> {
    let key = random_name("till")?;
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.as_str()).collect();
    let done = sqlx::query(
        "INSERT INTO api_keys (key_sha256, name, scopes, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(sha256_digest(key.as_bytes()).to_b256().to_string())
    .bind(&new.name)
    .bind(scopes.join(" "))
    .bind(to_integer(merchant.clock.now()))
    .execute(&merchant.pool)
    .await?;
    let taken = merchant
        .config
        .api_keys
        .iter()
        .any(|entry| entry.name == new.name);
    Ok((done.rows_affected() == 1 && !taken).then_some(key))
}

pub(super) async fn list_keys(merchant: &Merchant) -> Result<Vec<ListedKey>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT name, scopes, created_at FROM api_keys WHERE revoked_at IS NULL ORDER BY id")
            .fetch_all(&merchant.pool)
            .await?;
    rows.iter()
        .map(|row| {
            Ok(ListedKey {
                name: row.try_get("name")?,
                scopes: read_scopes(row.try_get("scopes")?),
                created_at: from_integer(row, "created_at")?,
            })
        })
        .collect()
}

/// Ends a key. `false` when there is none of this name.
pub(super) async fn revoke_key(merchant: &Merchant, name: &str) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE api_keys SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL")
        .bind(to_integer(merchant.clock.now()))
        .bind(name)
        .execute(&merchant.pool)
        .await?;
    Ok(done.rows_affected() == 1)
}
