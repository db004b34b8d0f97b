//! How the till is doing: metrics for Prometheus, and whether it can work now.

use std::{fmt::Write as _, sync::Arc};

use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

use super::{
    Merchant,
    access::{Scope, authorize},
    events,
};
use crate::{
    ApiError,
    http_io::{Ready, ready},
};

/// Beside everything else: metrics for keys that may read reports.
pub(super) fn routes() -> Router<Arc<Merchant>> {
    Router::new()
        .route("/metrics", get(get_metrics_with_key))
        .route("/ready", get(get_ready))
}

/// On an address of its own.
pub(super) fn inner_routes() -> Router<Arc<Merchant>> {
    Router::new()
        .route("/metrics", get(get_metrics))
        .route("/ready", get(get_ready))
}

async fn get_metrics_with_key(
    merchant: State<Arc<Merchant>>,
    headers: HeaderMap,
) -> Result<String, ApiError> {
    authorize(&merchant, &headers, Scope::Reports).await?;
    get_metrics(merchant).await
}

/// Open orders only: those that have come to their end are many, and counting them would take longer every day.
async fn get_metrics(State(merchant): State<Arc<Merchant>>) -> Result<String, ApiError> {
    let mut text = String::from("# TYPE till_orders gauge\n");
    let states = sqlx::query_as::<_, (String, i64)>(
        "SELECT state, count(*) FROM orders WHERE state IN ('created', 'authorized', 'submitted', 'partial', 'settled', \
         'over') GROUP BY state ORDER BY state",
    )
    .fetch_all(&merchant.pool)
    .await?;
    for (state, count) in states {
        let _ = writeln!(text, "till_orders{{state=\"{state}\"}} {count}");
    }
    let waiting = events::waiting(&merchant.pool).await?;
    let _ = writeln!(
        text,
        "# TYPE till_deliveries_waiting gauge\ntill_deliveries_waiting {waiting}"
    );
    Ok(text)
}

async fn get_ready(State(merchant): State<Arc<Merchant>>) -> Response {
    let now = merchant.clock.now();
    let database = sqlx::query("SELECT 1").execute(&merchant.pool).await.is_ok();
    ready(&[
        Ready("database", database),
        Ready("operator", merchant.operator.is_healthy().await),
        Ready(
            "registry",
            merchant.registry.with(|registry| now < registry.expires_at),
        ),
    ])
}
