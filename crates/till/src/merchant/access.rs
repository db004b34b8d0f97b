//! Who may do what: servers by API keys with scopes, people by their role.

use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use sig::sha256_digest;
use sqlx::Row;
use subtle::ConstantTimeEq;

use super::{
    Merchant,
    events::random_name,
    sessions::{self, Session},
};
use crate::{
    ApiError,
    storage::{from_integer, to_integer},
};

/// Of a session, beside its cookie.
const FORM_TOKEN: &str = "till-form-token";
/// Longer names of keys are refused.
const MAX_NAME_BYTES: usize = 200;

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

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Refunds => "refunds",
            Self::Reports => "reports",
            Self::Settings => "settings",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
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

impl NewKey {
    /// A name of its own and something to do. Colons are kept for the staff and for payment links: idempotency keys are
    /// told apart by these names.
    pub(super) fn is_well_formed(&self) -> bool {
        let name = self.name.trim();
        !name.is_empty() && name.len() <= MAX_NAME_BYTES && !name.contains(':') && !self.scopes.is_empty()
    }
}

/// A key as it is listed: never the key itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListedKey {
    pub(super) name: String,
    pub(super) scopes: Vec<Scope>,
    pub(super) created_at: u64,
}

/// Somebody who asks for something: a server with a key, or a person who is signed in. What either may do is decided
/// here and nowhere else.
#[derive(Debug, Clone)]
pub(super) struct Actor {
    /// For logs, books and idempotency keys.
    pub(super) name: String,
    scopes: Vec<Scope>,
}

impl Actor {
    /// Somebody of the staff. No key can have such a name: see [`NewKey::is_well_formed`].
    pub(super) fn of_staff(session: &Session) -> Self {
        Self {
            name: format!("staff:{}", session.login),
            scopes: session.role.scopes().into(),
        }
    }

    pub(super) fn may(&self, needed: Scope) -> bool {
        self.scopes.contains(&needed)
    }

    /// Refuses what the key or the role does not allow.
    pub(super) fn must(&self, needed: Scope) -> Result<(), ApiError> {
        if self.may(needed) {
            return Ok(());
        }
        Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "scope_missing",
            format!("{} lacks the scope {}", self.name, needed.as_str()),
        ))
    }
}

/// Who asks, when they may do this and are not too fast. A key comes as a bearer token; a session as a cookie together
/// with its form token, which pages of others cannot read.
pub(super) async fn authorize(
    merchant: &Merchant,
    headers: &HeaderMap,
    needed: Scope,
) -> Result<String, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = given.and_then(|text| text.strip_prefix("Bearer "));
    let actor = match key {
        Some(key) => of_key(merchant, key).await?,
        None => of_session(merchant, headers).await?,
    };
    let Some(actor) = actor else {
        let error = ApiError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send a known API key as a bearer token",
        );
        return Err(error.with_header(header::WWW_AUTHENTICATE, "Bearer"));
    };
    actor.must(needed)?;
    if merchant.limits.key(&actor.name).is_err() {
        let error = ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_requests",
            "this key asks too often",
        );
        return Err(error.with_header(header::RETRY_AFTER, "1"));
    }
    Ok(actor.name)
}

/// The client a key belongs to. Compares hashes, those of the configuration in constant time.
async fn of_key(merchant: &Merchant, key: &str) -> Result<Option<Actor>, sqlx::Error> {
    if key.is_empty() {
        return Ok(None);
    }
    let hash = sha256_digest(key.as_bytes()).to_b256();
    let mut known = None;
    for entry in &merchant.config.api_keys {
        if bool::from(entry.key_sha256.as_slice().ct_eq(hash.as_slice())) {
            known = Some(Actor {
                name: entry.name.clone(),
                scopes: entry.scopes.clone().unwrap_or_else(|| Scope::ALL.into()),
            });
        }
    }
    if known.is_some() {
        return Ok(known);
    }
    let row = sqlx::query("SELECT name, scopes FROM api_keys WHERE key_sha256 = $1 AND revoked_at IS NULL")
        .bind(hash.to_string())
        .fetch_optional(&merchant.pool)
        .await?;
    row.map(|row| {
        Ok(Actor {
            name: row.try_get("name")?,
            scopes: read_scopes(row.try_get("scopes")?),
        })
    })
    .transpose()
}

async fn of_session(merchant: &Merchant, headers: &HeaderMap) -> Result<Option<Actor>, sqlx::Error> {
    let Some(token) = headers.get(FORM_TOKEN) else {
        return Ok(None);
    };
    let session = sessions::find(merchant, headers).await?;
    let same = |session: &Session| bool::from(session.form_token.as_bytes().ct_eq(token.as_bytes()));
    Ok(session.filter(same).as_ref().map(Actor::of_staff))
}

fn read_scopes(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(Scope::parse).collect()
}

/// Makes a key and gives it, this once. `None` when the name is taken.
pub(super) async fn make_key(merchant: &Merchant, new: &NewKey) -> Result<Option<String>, sqlx::Error> {
    let mut in_use = merchant.config.api_keys.iter();
    if in_use.any(|entry| entry.name == new.name) {
        return Ok(None);
    }
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
    Ok((done.rows_affected() == 1).then_some(key))
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
