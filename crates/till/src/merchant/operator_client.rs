use chain::{HttpError, HttpLimits};
use checkout::{
    QuotesRequest, QuotesResponse,
    x402::{FacilitatorRequest, SettleResponse},
};
use http_native::{HttpAnswer, HttpClient};
use serde::{Deserialize, de::DeserializeOwned};
use sig::B256;

use crate::operator::{
    CreditResponse, DepositRequest, DepositStatus, MerchantStatement, RefundAnswer, RefundOrder,
    StatementRequest,
};

/// Why the operator's till gave no answer to act on.
#[derive(Debug, thiserror::Error)]
pub(super) enum OperatorError {
    /// Unreachable, too slow, or in trouble. What it was asked for may have happened all the same.
    #[error("the operator's till cannot be used: {0}")]
    Unavailable(String),
    /// It refuses, and says why.
    #[error("the operator refuses: {message}")]
    Refused {
        /// Machine-readable.
        reason: String,
        /// For people.
        message: String,
    },
}

#[derive(Deserialize)]
struct Complaint {
    error: String,
    #[serde(default)]
    message: String,
}

/// The operator's till, seen from the merchant's.
#[derive(Debug, Clone)]
pub(super) struct OperatorClient {
    http: HttpClient,
    url: String,
}

/// Longer than the operator waits for a transaction.
const SETTLE: HttpLimits = HttpLimits {
    deadline_ms: 30_000,
    max_bytes: 256 * 1024,
};
const OTHER: HttpLimits = HttpLimits {
    deadline_ms: 10_000,
    max_bytes: 1024 * 1024,
};

impl OperatorClient {
    pub(super) fn new(http: HttpClient, url: &str) -> Self {
        Self {
            http,
            url: url.into(),
        }
    }

    pub(super) async fn is_healthy(&self) -> bool {
        let answer = self.http.get(&format!("{}/health", self.url), OTHER).await;
        answer.is_ok_and(|answer| answer.status.is_success())
    }

    pub(super) async fn quotes(&self, request: &QuotesRequest) -> Result<QuotesResponse, OperatorError> {
        read(
            self.http
                .post(&format!("{}/v1/quotes", self.url), request, OTHER)
                .await,
        )
    }

    /// Idempotent: a settled payment is answered again.
    pub(super) async fn settle(&self, request: &FacilitatorRequest) -> Result<SettleResponse, OperatorError> {
        read(
            self.http
                .post(&format!("{}/settle", self.url), request, SETTLE)
                .await,
        )
    }

    pub(super) async fn deposit(&self, request: &DepositRequest) -> Result<DepositStatus, OperatorError> {
        read(
            self.http
                .post(&format!("{}/v1/deposits", self.url), request, OTHER)
                .await,
        )
    }

    /// Idempotent: the same request is the same refund.
    pub(super) async fn refund(&self, order: &RefundOrder) -> Result<RefundAnswer, OperatorError> {
        read(
            self.http
                .post(&format!("{}/v1/refunds", self.url), order, SETTLE)
                .await,
        )
    }

    /// The books of this merchant.
    pub(super) async fn statement(
        &self,
        request: &StatementRequest,
    ) -> Result<MerchantStatement, OperatorError> {
        read(
            self.http
                .post(&format!("{}/v1/merchant-statements", self.url), request, OTHER)
                .await,
        )
    }

    pub(super) async fn credit(&self, order_hash: B256) -> Result<CreditResponse, OperatorError> {
        read(
            self.http
                .get(&format!("{}/v1/credits/{order_hash}", self.url), OTHER)
                .await,
        )
    }
}

fn read<T: DeserializeOwned>(answer: Result<HttpAnswer, HttpError>) -> Result<T, OperatorError> {
    let answer = answer.map_err(|error| OperatorError::Unavailable(error.to_string()))?;
    if answer.status.is_success() {
        return serde_json::from_slice(&answer.body)
            .map_err(|_| OperatorError::Unavailable("its answer cannot be read".into()));
    }
    match serde_json::from_slice::<Complaint>(&answer.body) {
        Ok(complaint) if answer.status.is_client_error() => Err(OperatorError::Refused {
            reason: complaint.error,
            message: complaint.message,
        }),
        Ok(complaint) => Err(OperatorError::Unavailable(format!(
            "{}: {}",
            complaint.error, complaint.message
        ))),
        Err(_) => Err(OperatorError::Unavailable(format!(
            "status {}",
            answer.status.as_u16()
        ))),
    }
}
