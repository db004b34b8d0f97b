use browser::{HttpAnswer, HttpRequest, Json, fetch};
use chain::{HttpError, HttpLimits};
use checkout::{AssetRate, RelayResponse};
use leptos::prelude::window;
use sig::Address;

/// Why a till did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TillError {
    /// No answer. A payment may have arrived all the same.
    #[error("no answer")]
    Unreachable,
    /// No such order.
    #[error("no such order")]
    Missing,
    /// Past its time.
    #[error("the order has expired")]
    Expired,
    /// Paid already, with another payment than this one.
    #[error("paid with another payment")]
    Paid,
    /// Another payment for this order is being settled.
    #[error("another payment is being settled")]
    InProgress,
    /// Not now, or not by the till at all: says nothing about a payment that was sent.
    #[error("not now")]
    Later,
    /// Refused, with the till's machine-readable reason.
    #[error("refused: {0}")]
    Refused(String),
}

impl From<HttpError> for TillError {
    fn from(_: HttpError) -> Self {
        Self::Unreachable
    }
}

/// The answer to a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidAnswer(pub String);

/// Settling waits for the chain; longer than this is "no answer".
const SETTLE_DEADLINE_MS: u32 = 45_000;

/// Asks a pay URL what is to be paid; gives its `PAYMENT-REQUIRED` header.
///
/// # Errors
/// [`TillError`].
pub async fn request_order(pay_url: &str) -> Result<String, TillError> {
    let request = HttpRequest::get(pay_url);
    let answer = fetch(&request, HttpLimits::default()).await?;
    match (answer.status, answer.header("payment-required")) {
        (402, Some(required)) => Ok(required),
        _ => Err(error_of(&answer)),
    }
}

/// Sends a signed payment to a pay URL. A refusal counts only when the till itself says so; anything else on the way
/// (a proxy, a firewall) is [`TillError::Later`]. Gives the body of the 200 answer. The same payment may be sent again and again.
///
/// # Errors
/// [`TillError`].
pub async fn send_payment(pay_url: &str, payment_signature: &str) -> Result<PaidAnswer, TillError> {
    let headers = [("payment-signature", payment_signature)];
    let request = HttpRequest {
        method: "GET",
        url: pay_url,
        headers: &headers,
        body: None,
    };
    let limits = HttpLimits {
        deadline_ms: SETTLE_DEADLINE_MS,
        ..HttpLimits::default()
    };
    let answer = fetch(&request, limits).await?;
    if answer.status == 200 {
        String::from_utf8(answer.body)
            .map(PaidAnswer)
            .map_err(|_| TillError::Unreachable)
    } else {
        Err(error_of(&answer))
    }
}

/// Asks the demo operator for tokens.
///
/// # Errors
/// [`TillError`].
pub async fn request_tokens(operator_url: &str, address: Address) -> Result<(), TillError> {
    let url = format!("{operator_url}/v1/faucet");
    let body = format!(r#"{{"address":"{address}"}}"#);
    let headers = [("content-type", "application/json")];
    let request = HttpRequest {
        method: "POST",
        url: &url,
        headers: &headers,
        body: Some(body.as_bytes()),
    };
    let answer = fetch(&request, HttpLimits::default()).await?;
    if (200..300).contains(&answer.status) {
        Ok(())
    } else {
        Err(error_of(&answer))
    }
}

/// Has an operator carry a signed transfer to the chain. `request` is the JSON of a [`RelayRequest`](checkout::RelayRequest);
/// the same one may be sent again and again.
///
/// # Errors
/// [`TillError`].
pub async fn relay_transfer(relay_url: &str, request: &str) -> Result<RelayResponse, TillError> {
    let headers = [("content-type", "application/json")];
    let request = HttpRequest {
        method: "POST",
        url: relay_url,
        headers: &headers,
        body: Some(request.as_bytes()),
    };
    let limits = HttpLimits {
        deadline_ms: SETTLE_DEADLINE_MS,
        ..HttpLimits::default()
    };
    let answer = fetch(&request, limits).await?;
    if answer.status != 200 {
        return Err(error_of(&answer));
    }
    serde_json::from_slice(&answer.body).map_err(|_| TillError::Unreachable)
}

/// Asks an operator for its rates.
///
/// # Errors
/// [`TillError`].
pub async fn request_rates(operator_url: &str) -> Result<Vec<AssetRate>, TillError> {
    let url = format!("{operator_url}/v1/rates");
    let request = HttpRequest::get(&url);
    let answer = fetch(&request, HttpLimits::default()).await?;
    if answer.status != 200 {
        return Err(error_of(&answer));
    }
    serde_json::from_slice(&answer.body).map_err(|_| TillError::Unreachable)
}

fn error_of(answer: &HttpAnswer) -> TillError {
    let reason = Json::from_bytes(&answer.body).and_then(|body| body.get("error")?.text());
    match (answer.status, reason.as_deref()) {
        (409, Some("payment_in_progress")) => TillError::InProgress,
        (409, Some(_)) => TillError::Paid,
        (404, Some(_)) => TillError::Missing,
        (410, Some(_)) => TillError::Expired,
        (400 | 402 | 422, Some(reason)) => TillError::Refused(reason.to_owned()),
        (402, None) => TillError::Refused(refusal_of(answer).unwrap_or_else(|| "payment_refused".into())),
        _ => TillError::Later,
    }
}

/// The reason in the `PAYMENT-RESPONSE` header of a refused payment.
fn refusal_of(answer: &HttpAnswer) -> Option<String> {
    let header = answer.header("payment-response")?;
    // Reasons are ASCII, which is all that `atob` gives rightly.
    let json = window().atob(&header).ok()?;
    Json::parse(&json)?.get("errorReason")?.text()
}
