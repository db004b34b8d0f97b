//! Takes what waits for the merchant's servers to them, until they take it.

use std::{sync::Arc, time::Duration};

use chain::HttpLimits;
use hmac::{Hmac, KeyInit, Mac};
use http_native::HttpClient;
use sha2::Sha256;
use sqlx::{Row, any::AnyRow};

use super::Merchant;
use crate::storage::{from_integer, to_integer};

const PAUSE: Duration = Duration::from_millis(500);
/// Seconds until the next try, by the number of tries before; afterwards a delivery has failed.
const RETRIES: [u64; 8] = [2, 10, 60, 300, 1_800, 7_200, 21_600, 43_200];
/// A receiver that hangs holds up nobody for longer.
const LIMITS: HttpLimits = HttpLimits {
    deadline_ms: 10_000,
    max_bytes: 64 * 1024,
};

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
         RETURNING id, webhook, body, attempts, next_at",
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

/// One try of a delivery. What came of it counts only while nobody asked for another one meanwhile.
struct Taken {
    id: i64,
    attempts: i64,
    until: i64,
}

async fn attempt(merchant: &Merchant, http: &HttpClient, row: &AnyRow) -> Result<(), sqlx::Error> {
    let body: String = row.try_get("body")?;
    let taken = Taken {
        id: row.try_get("id")?,
        attempts: row.try_get("attempts")?,
        until: row.try_get("next_at")?,
    };
    let hook = sqlx::query("SELECT url, secret FROM webhooks WHERE id = $1 AND removed_at IS NULL")
        .bind(row.try_get::<i64, _>("webhook")?)
        .fetch_optional(&merchant.pool)
        .await?;
    let Some(hook) = hook else {
        let outcome = taken.ended("failed", None, Some("the webhook was removed".into()));
        return note(merchant, &taken, outcome).await;
    };
    let (url, secret): (String, String) = (hook.try_get("url")?, hook.try_get("secret")?);
    let signature = sign(&secret, merchant.clock.now(), &body);
    let headers = [("till-signature", signature.as_str())];
    let answer = http.post_bytes(&url, body.into_bytes(), &headers, LIMITS).await;
    let (status, problem) = match answer.map(|answer| answer.status) {
        Ok(status) if status.is_success() => {
            let outcome = taken.ended("delivered", Some(status.as_u16()), None);
            return note(merchant, &taken, outcome).await;
        }
        Ok(status) => (Some(status.as_u16()), format!("answered {}", status.as_u16())),
        Err(error) => (None, error.to_string()),
    };
    let before = usize::try_from(from_integer(row, "attempts")?).unwrap_or(usize::MAX);
    let outcome = match before.checked_sub(1).and_then(|index| RETRIES.get(index)) {
        Some(wait) => Outcome {
            state: "waiting",
            next_at: to_integer(merchant.clock.now().saturating_add(*wait)),
            status,
            problem: Some(problem),
        },
        None => taken.ended("failed", status, Some(problem)),
    };
    note(merchant, &taken, outcome).await
}

/// What came of a try.
struct Outcome {
    state: &'static str,
    next_at: i64,
    status: Option<u16>,
    problem: Option<String>,
}

impl Taken {
    /// The last try.
    fn ended(&self, state: &'static str, status: Option<u16>, problem: Option<String>) -> Outcome {
        Outcome {
            state,
            next_at: self.until,
            status,
            problem,
        }
    }
}

async fn note(merchant: &Merchant, taken: &Taken, outcome: Outcome) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE deliveries SET state = $1, next_at = $2, status = $3, problem = $4 \
         WHERE id = $5 AND attempts = $6 AND next_at = $7",
    )
    .bind(outcome.state)
    .bind(outcome.next_at)
    .bind(outcome.status.map(i64::from))
    .bind(outcome.problem)
    .bind(taken.id)
    .bind(taken.attempts)
    .bind(taken.until)
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
