//! What happens to orders, told to the merchant's servers: signed, in order of time, tried again until they take it.
//!
//! `Till-Signature: t=UNIX,v1=HEX`, where HEX is HMAC-SHA256 under the webhook's secret over `UNIX.BODY`. A receiver
//! refuses times that are more than five minutes off and remembers the id of an event: one may come twice.

use checkout::OrderId;
use serde::Serialize;
use serde_json::json;
use sqlx::{AnyPool, Row, any::AnyRow};
use tokio::sync::watch;

use super::{Merchant, order_store, show_order::show_order};
use crate::storage::{from_integer, to_integer, to_json};

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

/// How many deliveries wait.
pub(super) async fn waiting(pool: &AnyPool) -> Result<u64, sqlx::Error> {
    let row = sqlx::query("SELECT count(*) AS number FROM deliveries WHERE state = 'waiting'")
        .fetch_one(pool)
        .await?;
    from_integer(&row, "number")
}
