//! What happens to orders, told to the merchant's servers: signed, in order of time, tried again until they take it.
//!
//! `Till-Signature: t=UNIX,v1=HEX`, where HEX is HMAC-SHA256 under the webhook's secret over `UNIX.BODY`. A receiver
//! refuses times that are more than five minutes off and remembers the id of an event: one may come twice.

use std::{sync::Arc, time::Duration};

use chain::HttpLimits;
use checkout::OrderId;
use hmac::{Hmac, KeyInit, Mac};
use http_native::HttpClient;
use serde::Serialize;
use serde_json::json;
use sha2::Sha256;
use sqlx::{AnyPool, Row, any::AnyRow};
use tokio::sync::watch;

use super::{Merchant, order_store, show_order::show_order};
use crate::storage::{from_integer, to_integer, to_json};

const PAUSE: Duration = Duration::from_millis(500);
/// Seconds until the next try, by the number of tries before; afterwards a delivery has failed.
const RETRIES: [u64; 8] = [2, 10, 60, 300, 1_800, 7_200, 21_600, 43_200];
/// A receiver that hangs holds up nobody for longer.
const LIMITS: HttpLimits = HttpLimits {
    deadline_ms: 10_000,
    max_bytes: 64 * 1024,
};

/// Tells servers and open pages that an order changed.
#[derive(Debug)]
pub(super) struct Events {
    changes: watch::Sender<u64>,
}

/// A delivery as the log shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delivery {
    pub(super) id: i64,
    pub(super) webhook: i64,
    pub(super) event_id: String,
    pub(super) event: String,
    pub(super) order_id: String,
    pub(super) state: String,
    pub(super) attempts: u64,
    pub(super) status: Option<i64>,
    pub(super) problem: Option<String>,
    pub(super) created_at: u64,
}

/// A server that wants to know.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Webhook {
    pub(super) id: i64,
    pub(super) url: String,
    pub(super) created_at: u64,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            changes: watch::Sender::new(0),
        }
    }
}

impl Events {
    /// Wakes whoever waits for a change of any order of this process.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Queues the news of an order for every webhook.
    pub(super) async fn changed(&self, merchant: &Merchant, id: OrderId) -> Result<(), sqlx::Error> {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
        let hooks = webhooks(&merchant.pool).await?;
        if hooks.is_empty() {
            return Ok(());
        }
        let Some(status) = show_order(merchant, id).await? else {
            return Ok(());
        };
        let now = merchant.clock.now();
        let event = format!("order.{}", order_store::state_name(status.state));
        let event_id = random_name("evt")?;
        let body = to_json(&json!({ "id": event_id, "type": event, "createdAt": now, "order": status }))?;
        for hook in hooks {
            sqlx::query(
                "INSERT INTO deliveries (webhook, event_id, event, order_id, body, state, next_at, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)",
            )
            .bind(hook.id)
            .bind(&event_id)
            .bind(&event)
            .bind(id.to_string())
            .bind(&body)
            .bind(to_integer(now))
            .bind(to_integer(now))
            .execute(&merchant.pool)
            .await?;
        }
        Ok(())
    }
}

/// A name nobody can guess.
pub(super) fn random_name(prefix: &str) -> Result<String, sqlx::Error> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| sqlx::Error::Encode(error.to_string().into()))?;
    Ok(format!("{prefix}_{}", hex::encode(bytes)))
}

pub(super) async fn webhooks(pool: &AnyPool) -> Result<Vec<Webhook>, sqlx::Error> {
    let rows = sqlx::query("SELECT id, url, created_at FROM webhooks WHERE removed_at IS NULL ORDER BY id")
        .fetch_all(pool)
        .await?;
    let read = |row: &AnyRow| {
        Ok(Webhook {
            id: row.try_get("id")?,
            url: row.try_get("url")?,
            created_at: from_integer(row, "created_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Adds a webhook and gives the secret, shown this once.
pub(super) async fn add_webhook(merchant: &Merchant, url: &str) -> Result<String, sqlx::Error> {
    let secret = random_name("whsec")?;
    sqlx::query("INSERT INTO webhooks (url, secret, created_at) VALUES ($1, $2, $3)")
        .bind(url)
        .bind(&secret)
        .bind(to_integer(merchant.clock.now()))
        .execute(&merchant.pool)
        .await?;
    Ok(secret)
}

pub(super) async fn remove_webhook(merchant: &Merchant, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE webhooks SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL")
        .bind(to_integer(merchant.clock.now()))
        .bind(id)
        .execute(&merchant.pool)
        .await?;
    Ok(())
}

/// The newest deliveries.
pub(super) async fn deliveries(pool: &AnyPool) -> Result<Vec<Delivery>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM deliveries ORDER BY id DESC LIMIT 100")
        .fetch_all(pool)
        .await?;
    let read = |row: &AnyRow| {
        Ok(Delivery {
            id: row.try_get("id")?,
            webhook: row.try_get("webhook")?,
            event_id: row.try_get("event_id")?,
            event: row.try_get("event")?,
            order_id: row.try_get("order_id")?,
            state: row.try_get("state")?,
            attempts: from_integer(row, "attempts")?,
            status: row.try_get("status")?,
            problem: row.try_get("problem")?,
            created_at: from_integer(row, "created_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Sends a delivery once more, whatever became of it.
pub(super) async fn replay(merchant: &Merchant, id: i64) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("UPDATE deliveries SET state = 'waiting', attempts = 0, next_at = $1 WHERE id = $2")
            .bind(to_integer(merchant.clock.now()))
            .bind(id)
            .execute(&merchant.pool)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Delivers what waits. Runs until the till stops.
pub(super) async fn run(merchant: Arc<Merchant>, http: HttpClient) {
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = deliver(&merchant, &http).await {
            tracing::warn!(%error, "webhooks cannot be looked after now");
        }
    }
}

async fn deliver(merchant: &Arc<Merchant>, http: &HttpClient) -> Result<(), sqlx::Error> {
    let now = merchant.clock.now();
    // Taken for the length of a try, so that two tills on one database do not both send it.
    let taken = sqlx::query(
        "UPDATE deliveries SET attempts = attempts + 1, next_at = $1 WHERE id IN (SELECT id FROM deliveries \
         WHERE state = 'waiting' AND next_at <= $2 ORDER BY next_at, id LIMIT 16) AND next_at <= $2 \
         RETURNING id, webhook, body, attempts",
    )
    .bind(to_integer(now.saturating_add(30)))
    .bind(to_integer(now))
    .fetch_all(&merchant.pool)
    .await?;
    let tries = taken.into_iter().map(|row| {
        let (merchant, http) = (merchant.clone(), http.clone());
        tokio::spawn(async move { attempt(&merchant, &http, &row).await })
    });
    for outcome in futures_util::future::join_all(tries).await {
        outcome.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))??;
    }
    Ok(())
}

async fn attempt(merchant: &Merchant, http: &HttpClient, row: &AnyRow) -> Result<(), sqlx::Error> {
    let (id, body): (i64, String) = (row.try_get("id")?, row.try_get("body")?);
    let hook = sqlx::query("SELECT url, secret FROM webhooks WHERE id = $1 AND removed_at IS NULL")
        .bind(row.try_get::<i64, _>("webhook")?)
        .fetch_optional(&merchant.pool)
        .await?;
    let Some(hook) = hook else {
        return close(merchant, id, "failed", (None, Some("the webhook was removed"))).await;
    };
    let (url, secret): (String, String) = (hook.try_get("url")?, hook.try_get("secret")?);
    let signature = sign(&secret, merchant.clock.now(), &body);
    let headers = [("till-signature", signature.as_str())];
    let answer = http.post_bytes(&url, body.into_bytes(), &headers, LIMITS).await;
    let (status, problem) = match answer.map(|answer| answer.status) {
        Ok(status) if status.is_success() => {
            return close(merchant, id, "delivered", (Some(status.as_u16()), None)).await;
        }
        Ok(status) => (Some(status.as_u16()), format!("answered {}", status.as_u16())),
        Err(error) => (None, error.to_string()),
    };
    let before = usize::try_from(from_integer(row, "attempts")?).unwrap_or(usize::MAX);
    match before.checked_sub(1).and_then(|index| RETRIES.get(index)) {
        Some(wait) => {
            sqlx::query("UPDATE deliveries SET next_at = $1, status = $2, problem = $3 WHERE id = $4")
                .bind(to_integer(merchant.clock.now().saturating_add(*wait)))
                .bind(status.map(i64::from))
                .bind(problem)
                .bind(id)
                .execute(&merchant.pool)
                .await?;
            Ok(())
        }
        None => close(merchant, id, "failed", (status, Some(&problem))).await,
    }
}

async fn close(
    merchant: &Merchant,
    id: i64,
    state: &str,
    (status, problem): (Option<u16>, Option<&str>),
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE deliveries SET state = $1, status = $2, problem = $3 WHERE id = $4")
        .bind(state)
        .bind(status.map(i64::from))
        .bind(problem)
        .bind(id)
        .execute(&merchant.pool)
        .await?;
    Ok(())
}

fn sign(secret: &str, time: u64, body: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()) else {
        unreachable!()
    };
    mac.update(time.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("t={time},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// How many deliveries wait.
pub(super) async fn waiting(pool: &AnyPool) -> Result<u64, sqlx::Error> {
    let row = sqlx::query("SELECT count(*) AS number FROM deliveries WHERE state = 'waiting'")
        .fetch_one(pool)
        .await?;
    from_integer(&row, "number")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with `printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_test`.
    #[test]
    fn the_signature_is_what_openssl_computes() {
        assert_eq!(
            sign("whsec_test", 1_700_000_000, "{}"),
            "t=1700000000,v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91"
        );
    }
}
