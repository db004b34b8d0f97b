//! What both routers share.

use axum::{
    Json, Router,
    body::{Bytes, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use tower_http::{cors::CorsLayer, trace::TraceLayer};

use crate::{
    ApiError,
    error::{method_not_allowed, not_found},
};

/// Larger bodies are refused. A certificate and an order of 100 lines are far below.
pub(crate) const MAX_BODY_BYTES: usize = 512 * 1024;

/// Reads a JSON body; axum's own extractor answers in plain text.
pub(crate) fn read_json<T: DeserializeOwned>(body: &Bytes) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::malformed(error.to_string()))
}

/// A JSON answer that no cache keeps.
pub(crate) fn no_store<T: Serialize>(status: StatusCode, value: &T) -> Response {
    let cache = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (
        status,
        [cache],
        Json(serde_json::to_value(value).unwrap_or_default()),
    )
        .into_response()
}

/// Whether one thing that the till needs can be used.
#[derive(Debug)]
pub(crate) struct Ready(pub(crate) &'static str, pub(crate) bool);

/// Whether the till can work now: 200, or 503 with what it lacks. For those who send it work; `/health` says only that it
/// lives.
pub(crate) fn ready(parts: &[Ready]) -> Response {
    let all = parts.iter().all(|part| part.1);
    let status = if all {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let parts: serde_json::Map<String, serde_json::Value> = parts
        .iter()
        .map(|Ready(name, good)| ((*name).into(), (*good).into()))
        .collect();
    no_store(status, &json!({ "ready": all, "parts": parts }))
}

/// Reads the body up to the limit; axum's own limit answers in plain text.
async fn refuse_large(request: Request, next: Next) -> Result<Response, ApiError> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "the body is too large or broke off",
        )
    })?;
    Ok(next.run(Request::from_parts(parts, bytes.into())).await)
}

/// Lets web pages call these routes. Other methods are answered inside, so that preflights are not.
pub(crate) fn open_to<S: Clone + Send + Sync + 'static>(cors: CorsLayer, routes: Router<S>) -> Router<S> {
    routes
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .layer(cors)
}

/// Adds what every till answers: health, errors as JSON, limits, logs.
pub(crate) fn finish<S: Clone + Send + Sync + 'static>(router: Router<S>, role: &'static str) -> Router<S> {
    let health = move || async move { Json(json!({ "status": "ok", "role": role })) };
    router
        .route("/health", axum::routing::get(health))
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(refuse_large))
        .layer(TraceLayer::new_for_http())
}
