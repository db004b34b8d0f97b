//! Webhooks and API keys over HTTP.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Merchant,
    access::{NewKey, Scope, authorize, list_keys, make_key, revoke_key},
    events::{add_webhook, deliveries, remove_webhook, replay, webhooks},
};
use crate::{
    ApiError,
    error::not_found,
    http_io::{no_store, read_json},
};

/// Longer addresses are refused.
const MAX_TEXT_BYTES: usize = 500;

pub(super) fn routes() -> Router<Arc<Merchant>> {
    Router::new()
        .route("/v1/webhooks", get(get_webhooks).post(post_webhook))
        .route("/v1/webhooks/{id}", delete(delete_webhook))
        .route("/v1/deliveries", get(get_deliveries))
        .route("/v1/deliveries/{id}/replay", post(post_replay))
        .route("/v1/api-keys", get(get_keys).post(post_key))
        .route("/v1/api-keys/{name}", delete(delete_key))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    url: String,
}

async fn get_webhooks(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    Ok(no_store(StatusCode::OK, &webhooks(&merchant.pool).await?))
}

async fn post_webhook(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    let NewWebhook { url } = read_json(&body)?;
    check_url(&url)?;
    let secret = add_webhook(&merchant, &url).await?;
    Ok(no_store(
        StatusCode::CREATED,
        &json!({ "url": url, "secret": secret }),
    ))
}

/// Over the network only encrypted; on this machine also plain.
pub(super) fn check_url(url: &str) -> Result<(), ApiError> {
    let parsed: Option<Uri> = url.parse().ok().filter(|_| url.len() <= MAX_TEXT_BYTES);
    let good = parsed.is_some_and(|url| {
        let loopback = matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme_str() {
            Some("https") => url.host().is_some(),
            Some("http") => loopback,
            _ => false,
        }
    });
    if good {
        Ok(())
    } else {
        Err(ApiError::malformed("a webhook is an https address"))
    }
}

async fn delete_webhook(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    remove_webhook(&merchant, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn get_deliveries(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    Ok(no_store(StatusCode::OK, &deliveries(&merchant.pool).await?))
}

async fn post_replay(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    if replay(&merchant, id).await? {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(not_found())
    }
}

async fn get_keys(State(merchant): State<Arc<Merchant>>, headers: HeaderMap) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    Ok(no_store(StatusCode::OK, &list_keys(&merchant).await?))
}

async fn post_key(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    let new: NewKey = read_json(&body)?;
    if !new.is_well_formed() {
        return Err(ApiError::malformed(
            "a key has a name without a colon and at least one scope",
        ));
    }
    let Some(key) = make_key(&merchant, &new).await? else {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "name_taken",
            "another key has this name",
        ));
    };
    Ok(no_store(
        StatusCode::CREATED,
        &json!({ "name": new.name, "key": key }),
    ))
}

async fn delete_key(
    State(merchant): State<Arc<Merchant>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    authorize(&merchant, &headers, Scope::Settings).await?;
    if revoke_key(&merchant, &name).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(not_found())
    }
}
