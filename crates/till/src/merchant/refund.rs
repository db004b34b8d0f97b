use axum::http::StatusCode;
use checkout::{OrderId, OrderState, RefundRequest, SignedRefundRequest};
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow};
use units::Tiyn;

use super::{
    Merchant,
    operator_client::OperatorError,
    order_store::{self, StoredOrder},
};
use crate::{
    ApiError,
    error::not_found,
    operator::{RefundAnswer, RefundOrder},
    storage::{self, from_integer, from_json, from_json_opt, from_text, to_integer, to_json},
};

/// Seconds between two looks at a refund that waits.
const LOOK_AGAIN_SECONDS: u64 = 10;

/// Body of `POST /v1/orders/{id}/refunds`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewRefund {
    pub(super) tiyn: Tiyn,
    pub(super) reason: String,
}

/// A refund as it stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refund {
    pub(super) id: OrderId,
    pub(super) order_id: OrderId,
    pub(super) tiyn: Tiyn,
    pub(super) reason: String,
    /// `asked`, `pending`, `paid` or `refused`.
    pub(super) state: String,
    /// Of the operator: the signed receipt, or why not.
    pub(super) answer: Option<serde_json::Value>,
    pub(super) created_at: u64,
    #[serde(skip)]
    pub(super) request: SignedRefundRequest,
}

/// Why nothing is asked for.
#[derive(Debug, thiserror::Error)]
pub(super) enum RefundError {
    #[error("no such order")]
    NotFound,
    #[error("the order is not settled")]
    NotSettled,
    #[error("a refund has an amount above zero and a reason")]
    Malformed,
    #[error("only {left} tiyn are left to give back")]
    AboveTotal { left: Tiyn },
    #[error("this idempotency key was used for another refund")]
    KeyReused,
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RefundError> for ApiError {
    fn from(error: RefundError) -> Self {
        let text = error.to_string();
        match error {
            RefundError::NotFound => not_found(),
            RefundError::NotSettled => Self::new(StatusCode::CONFLICT, "order_not_settled", text),
            RefundError::Malformed => Self::malformed(text),
            RefundError::AboveTotal { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refund_above_total", text)
            }
            RefundError::KeyReused => Self::new(StatusCode::CONFLICT, "idempotency_key_reused", text),
            RefundError::Random(cause) => Self::internal(&cause),
            RefundError::Storage(error) => error.into(),
        }
    }
}

/// Signs a refund, stores it and asks the operator. With an idempotency key the same request is the same refund.
pub(super) async fn refund(
    merchant: &Merchant,
    id: OrderId,
    asked_by: &str,
    idempotency_key: Option<&str>,
    new: NewRefund,
) -> Result<Refund, RefundError> {
    if new.tiyn == Tiyn::ZERO || new.reason.trim().is_empty() || new.reason.len() > 500 {
        return Err(RefundError::Malformed);
    }
    let _guard = merchant.locks.lock(id).await?;
    let order = order_store::find(&merchant.pool, id)
        .await?
        .ok_or(RefundError::NotFound)?;
    let refunds = of_order(merchant, id).await?;
    if let Some(key) = idempotency_key
        && let Some(before) = by_key(merchant, id, key).await?
    {
        return if before.tiyn == new.tiyn && before.reason == new.reason {
            ask(merchant, &order, before).await
        } else {
            Err(RefundError::KeyReused)
        };
    }
    let settled = [OrderState::Settled, OrderState::Final, OrderState::Over];
    if !settled.contains(&order.state) {
        return Err(RefundError::NotSettled);
    }
    let asked = refunds.iter().filter(|refund| refund.state != "refused");
    let left = asked.fold(order.signed.order.total_tiyn, |left, refund| {
        left.checked_sub(refund.tiyn).unwrap_or_default()
    });
    if new.tiyn > left {
        return Err(RefundError::AboveTotal { left });
    }
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let now = merchant.clock.now();
    let request = RefundRequest {
        id: OrderId::from_random(bytes),
        order_hash: order.order_hash,
        tiyn: new.tiyn,
        reason: new.reason,
        requested_at: now,
    };
    let home_chain = merchant.registry.with(|registry| registry.home_chain);
    let refund = Refund {
        id: request.id,
        order_id: id,
        tiyn: request.tiyn,
        reason: request.reason.clone(),
        state: "asked".into(),
        answer: None,
        created_at: now,
        request: request.sign(home_chain, &merchant.config.order_key),
    };
    sqlx::query(
        "INSERT INTO refunds (id, order_id, tiyn, reason, asked_by, idempotency_key, request, state, created_at, check_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9)",
    )
    .bind(refund.id.to_string())
    .bind(id.to_string())
    .bind(refund.tiyn.to_i64())
    .bind(&refund.reason)
    .bind(asked_by)
    .bind(idempotency_key)
    .bind(to_json(&refund.request)?)
    .bind(to_integer(now))
    .bind(to_integer(now.saturating_add(LOOK_AGAIN_SECONDS)))
    .execute(&merchant.pool)
    .await?;
    tracing::info!(refund = %refund.id, order = %id, tiyn = %refund.tiyn, asked_by, "refund asked for");
    ask(merchant, &order, refund).await
}

/// Asks the operator, and stores what it says. Asking again is safe. The caller holds the order's lock.
async fn ask(merchant: &Merchant, order: &StoredOrder, mut refund: Refund) -> Result<Refund, RefundError> {
    if matches!(refund.state.as_str(), "paid" | "refused") {
        return Ok(refund);
    }
    let body = RefundOrder {
        certificate: merchant.envelope.clone(),
        refund: refund.request.clone(),
    };
    let mut returned_fee = Tiyn::ZERO;
    let (state, answer) = match merchant.operator.refund(&body).await {
        Ok(RefundAnswer::Pending) => ("pending", None),
        Ok(RefundAnswer::Paid { receipt }) => {
            returned_fee = receipt.receipt.fee_tiyn;
            ("paid", serde_json::to_value(receipt).ok())
        }
        Err(OperatorError::Refused { reason, message }) => (
            "refused",
            Some(serde_json::json!({ "error": reason, "message": message })),
        ),
        // Unknown: asked again in the background.
        Err(OperatorError::Unavailable(_)) => return Ok(refund),
    };
    let mut transaction = storage::begin(&merchant.pool).await?;
    let done = sqlx::query(
        "UPDATE refunds SET state = $1, answer = $2 WHERE id = $3 AND state IN ('asked', 'pending')",
    )
    .bind(state)
    .bind(answer.as_ref().map(to_json).transpose()?)
    .bind(refund.id.to_string())
    .execute(&mut *transaction)
    .await?;
    if state == "paid" && done.rows_affected() == 1 {
        sqlx::query(
            "UPDATE orders SET refunded_tiyn = refunded_tiyn + $1, returned_fee_tiyn = returned_fee_tiyn + $2, \
             state = CASE WHEN refunded_tiyn + $1 >= total_tiyn THEN 'refunded' ELSE state END WHERE id = $3",
        )
        .bind(refund.tiyn.to_i64())
        .bind(returned_fee.to_i64())
        .bind(order.id().to_string())
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await?;
    refund.state = state.into();
    refund.answer = answer;
    if state == "paid" {
        merchant.events.changed(merchant, order.id()).await?;
    }
    Ok(refund)
}

/// Asks again about refunds that wait.
pub(super) async fn resume(merchant: &Merchant) -> Result<(), sqlx::Error> {
    let now = merchant.clock.now();
    let rows =
        sqlx::query("SELECT * FROM refunds WHERE state IN ('asked', 'pending') AND check_at <= $1 LIMIT 50")
            .bind(to_integer(now))
            .fetch_all(&merchant.pool)
            .await?;
    for row in &rows {
        let refund = read(row)?;
        sqlx::query("UPDATE refunds SET check_at = $1 WHERE id = $2")
            .bind(to_integer(now.saturating_add(LOOK_AGAIN_SECONDS)))
            .bind(refund.id.to_string())
            .execute(&merchant.pool)
            .await?;
        let _guard = merchant.locks.lock(refund.order_id).await?;
        if let Some(order) = order_store::find(&merchant.pool, refund.order_id).await?
            && let Err(error) = ask(merchant, &order, refund).await
        {
            tracing::warn!(%error, "a refund waits");
        }
    }
    Ok(())
}

/// The refunds of an order, oldest first.
pub(super) async fn of_order(merchant: &Merchant, id: OrderId) -> Result<Vec<Refund>, sqlx::Error> {
    sqlx::query("SELECT * FROM refunds WHERE order_id = $1 ORDER BY created_at, id")
        .bind(id.to_string())
        .fetch_all(&merchant.pool)
        .await?
        .iter()
        .map(read)
        .collect()
}

async fn by_key(merchant: &Merchant, id: OrderId, key: &str) -> Result<Option<Refund>, sqlx::Error> {
    let query = sqlx::query("SELECT * FROM refunds WHERE order_id = $1 AND idempotency_key = $2");
    let row = query
        .bind(id.to_string())
        .bind(key)
        .fetch_optional(&merchant.pool)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Refund, sqlx::Error> {
    Ok(Refund {
        id: from_text(row, "id")?,
        order_id: from_text(row, "order_id")?,
        tiyn: Tiyn::try_from(row.try_get::<i64, _>("tiyn")?)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
        reason: row.try_get("reason")?,
        state: row.try_get("state")?,
        answer: from_json_opt(row, "answer")?,
        created_at: from_integer(row, "created_at")?,
        request: from_json(row, "request")?,
    })
}
