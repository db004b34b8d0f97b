use browser::{HttpAnswer, HttpRequest, fetch};
use chain::{HttpError, HttpLimits};
use checkout::AssetRate;
use serde::Deserialize;
use sig::Address;

/// Why a till did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TillError {
    /// No answer. A payment may have arrived all the same.
    Unreachable,
    /// No such order.
    Missing,
    /// Past its time.
    Expired,
    /// Paid by somebody else.
    Paid,
    /// Not now: the operator or the chain is down, the payment is kept.
    Later,
    /// Refused, with the till's machine-readable reason.
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
    let request = HttpRequest {
        method: "GET",
        url: pay_url,
        headers: &[],
        body: None,
    };
    let answer = fetch(&request, HttpLimits::default()).await?;
    match (answer.status, answer.header("payment-required")) {
        (402, Some(required)) => Ok(required),
        _ => Err(error_of(&answer)),
    }
}

/// Sends a signed payment to a pay URL; gives the body of the 200 answer. The same payment may be sent again and again.
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

/// Asks an operator for its rates.
///
/// # Errors
/// [`TillError`].
pub async fn request_rates(operator_url: &str) -> Result<Vec<AssetRate>, TillError> {
    let url = format!("{operator_url}/v1/rates");
    let request = HttpRequest {
        method: "GET",
        url: &url,
        headers: &[],
        body: None,
    };
    let answer = fetch(&request, HttpLimits::default()).await?;
    if answer.status != 200 {
        return Err(error_of(&answer));
    }
    serde_json::from_slice(&answer.body).map_err(|_| TillError::Unreachable)
}

#[derive(Deserialize)]
struct ErrorBody {
    error: String,
}

fn error_of(answer: &HttpAnswer) -> TillError {
    match answer.status {
        404 => TillError::Missing,
        410 => TillError::Expired,
        409 => TillError::Paid,
        500.. => TillError::Later,
        status => {
            let body: Option<ErrorBody> = serde_json::from_slice(&answer.body).ok();
            TillError::Refused(body.map_or_else(|| status.to_string(), |body| body.error))
        }
    }
}
