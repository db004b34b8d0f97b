//! What a merchant is owed and was paid, told to whoever holds the merchant's order key.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sig::{EvmSignature, personal_message_digest};
use zone::{Envelope, VerifyCertificateError, verify_certificate};

use super::{
    Operator,
    payouts::{self, Payout},
    refund::balance,
    statement::{self, DayStatement},
};
use crate::ApiError;

/// A request is good for so long, either way.
const TOLERANCE_SECONDS: u64 = 300;

/// Body of `POST /v1/merchant-statements`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatementRequest {
    /// The merchant's certificate.
    pub certificate: Envelope,
    /// Unix seconds.
    pub asked_at: u64,
    /// An order key of the certificate over [`statement_message`], as a personal message (EIP-191).
    pub signature: EvmSignature,
}

/// Answer: the books of one merchant. Amounts are tiyn.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MerchantStatement {
    /// What is owed now; below nothing when refunds were more than sales.
    pub balance_tiyn: i64,
    /// Newest first.
    pub payouts: Vec<Payout>,
    /// Every day on which something was booked, oldest first.
    pub days: Vec<DayStatement>,
}

/// What a merchant signs.
#[must_use]
pub fn statement_message(merchant_id: &str, asked_at: u64) -> String {
    format!("cryptocity/statement/1\n{merchant_id}\n{asked_at}")
}

/// Why nothing is told.
#[derive(Debug, thiserror::Error)]
pub(super) enum StatementError {
    #[error("the certificate does not hold: {0}")]
    Certificate(#[from] VerifyCertificateError),
    #[error("not signed now by an order key of the certificate")]
    Signature,
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<StatementError> for ApiError {
    fn from(error: StatementError) -> Self {
        let text = error.to_string();
        match error {
            StatementError::Certificate(_) => Self::new(StatusCode::FORBIDDEN, "certificate_invalid", text),
            StatementError::Signature => Self::new(StatusCode::FORBIDDEN, "statement_signature", text),
            StatementError::Storage(error) => error.into(),
        }
    }
}

pub(super) async fn statement(
    operator: &Operator,
    request: &StatementRequest,
) -> Result<MerchantStatement, StatementError> {
    let now = operator.clock.now();
    let certificate = operator
        .registry
        .with(|registry| verify_certificate(&request.certificate, registry, now))?;
    let message = statement_message(&certificate.id, request.asked_at);
    let key = request
        .signature
        .recover(&personal_message_digest(message.as_bytes()))
        .map_err(|_| StatementError::Signature)?;
    if now.abs_diff(request.asked_at) > TOLERANCE_SECONDS || !certificate.has_order_key(key, now) {
        return Err(StatementError::Signature);
    }
    Ok(MerchantStatement {
        balance_tiyn: balance(&operator.pool, &certificate.id).await?,
        payouts: payouts::of_merchant(operator, &certificate.id).await?,
        days: statement::statement(&operator.pool, &certificate.id).await?,
    })
}
