//! What the tills say about their interfaces (OpenAPI 3.1). The documents are written by hand; `tests/till/openapi.rs`
//! holds them against the routers, so that they cannot drift.

use axum::{http::header, response::IntoResponse};

pub(crate) const MERCHANT: &str = include_str!("openapi/merchant.json");
pub(crate) const OPERATOR: &str = include_str!("openapi/operator.json");

/// Serves a description.
pub(crate) fn serve(document: &'static str) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        document,
    )
}
