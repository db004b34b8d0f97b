//! How the till is doing: metrics for Prometheus, and whether it can work now.

use std::{fmt::Write as _, sync::Arc};

use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};

use super::{Operator, gas, staff_routes::authorize};
use crate::{
    ApiError,
    http_io::{Ready, ready},
};

/// Beside everything else: metrics for staff only.
pub(super) fn routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/metrics", get(get_metrics_with_key))
        .route("/ready", get(get_ready))
}

/// On an address of its own.
pub(super) fn inner_routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/metrics", get(get_metrics))
        .route("/ready", get(get_ready))
}

async fn get_metrics_with_key(
    operator: State<Arc<Operator>>,
    headers: HeaderMap,
) -> Result<String, ApiError> {
    authorize(&operator, &headers)?;
    get_metrics(operator).await
}

async fn get_metrics(State(operator): State<Arc<Operator>>) -> Result<String, ApiError> {
    let (pool, now) = (&operator.pool, operator.clock.now());
    let states = sqlx::query_as::<_, (String, i64)>(
        "SELECT state, count(*) FROM payments WHERE state IN ('stored', 'submitted', 'refund_due') GROUP BY state \
         UNION ALL SELECT 'not_final', count(*) FROM payments WHERE state = 'settled' AND is_final = 0",
    )
    .fetch_all(pool)
    .await?;
    let (waiting, age) = gas::waiting(pool, now).await?;
    let mut text = String::from("# TYPE till_payments gauge\n");
    for (state, count) in states {
        let _ = writeln!(text, "till_payments{{state=\"{state}\"}} {count}");
    }
    let settled = operator.settled.load(std::sync::atomic::Ordering::Relaxed);
    let _ = writeln!(
        text,
        "# TYPE till_settled_total counter\ntill_settled_total {settled}"
    );
    let _ = writeln!(
        text,
        "# TYPE till_transactions_waiting gauge\ntill_transactions_waiting {waiting}"
    );
    let _ = writeln!(
        text,
        "# TYPE till_oldest_transaction_seconds gauge\ntill_oldest_transaction_seconds {age}"
    );
    text.push_str("# TYPE till_rate_age_seconds gauge\n");
    for asset in operator.rates.assets() {
        if let Ok(rate) = operator.rates.current(asset, now) {
            let age = now.saturating_sub(rate.time);
            let _ = writeln!(text, "till_rate_age_seconds{{asset=\"{asset}\"}} {age}");
        }
    }
    Ok(text)
}

async fn get_ready(State(operator): State<Arc<Operator>>) -> Response {
    let now = operator.clock.now();
    let database = sqlx::query("SELECT 1").execute(&operator.pool).await.is_ok();
    let rates = operator
        .rates
        .assets()
        .any(|asset| operator.rates.current(asset, now).is_ok());
    ready(&[
        Ready("database", database),
        Ready("node", operator.rpc.check_chain().await.is_ok()),
        Ready("rates", rates),
        Ready(
            "registry",
            operator.registry.with(|registry| now < registry.expires_at),
        ),
    ])
}
