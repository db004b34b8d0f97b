use browser::{HttpRequest, fetch};
use chain::{HttpError, HttpLimits};
use deals::{
    ActInDeposit, DecideDeposit, DepositRecord, DeskRefusalBody, FundDeposit, JoinDeposit, ProposeDeposit,
    SignDeposit, SignedDesk,
};
use serde::de::DeserializeOwned;

/// Why a deposit desk did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskCallError {
    /// No answer. A step may have arrived all the same; it can be sent again.
    #[error("no answer")]
    Unreachable,
    /// Refused, with the desk's machine-readable reason.
    #[error("refused: {0}")]
    Refused(String),
}

impl From<HttpError> for DeskCallError {
    fn from(_: HttpError) -> Self {
        Self::Unreachable
    }
}

/// A step of a deposit for the desk to keep or to submit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskStep {
    /// The seller joins.
    Join(JoinDeposit),
    /// A signature over the agreement.
    Sign(SignDeposit),
    /// The deposit or the bond.
    Fund(FundDeposit),
    /// An action of buyer or seller.
    Act(ActInDeposit),
    /// The notary's decision.
    Decide(DecideDeposit),
    /// Its time is over.
    Expire,
}

impl DeskStep {
    fn body(&self) -> Result<(&'static str, Vec<u8>), serde_json::Error> {
        Ok(match self {
            Self::Join(body) => ("seller", serde_json::to_vec(body)?),
            Self::Sign(body) => ("signatures", serde_json::to_vec(body)?),
            Self::Fund(body) => ("funding", serde_json::to_vec(body)?),
            Self::Act(body) => ("actions", serde_json::to_vec(body)?),
            Self::Decide(body) => ("decisions", serde_json::to_vec(body)?),
            Self::Expire => ("expiry", b"null".to_vec()),
        })
    }
}

/// A step waits for the chain; longer than this is "no answer".
const STEP_DEADLINE_MS: u32 = 45_000;

/// Asks a desk for its statement. The key worker verifies it.
///
/// # Errors
/// [`DeskCallError`].
pub async fn request_desk(url: &str) -> Result<SignedDesk, DeskCallError> {
    read(&call(&format!("{url}/v1/desk"), None).await?)
}

/// Asks for what the desk knows about a deposit.
///
/// # Errors
/// [`DeskCallError`].
pub async fn request_deposit(url: &str, id: &str) -> Result<DepositRecord, DeskCallError> {
    read(&call(&format!("{url}/v1/deposits/{id}"), None).await?)
}

/// Proposes a deposit.
///
/// # Errors
/// [`DeskCallError`].
pub async fn propose_deposit(url: &str, proposal: &ProposeDeposit) -> Result<DepositRecord, DeskCallError> {
    let body = serde_json::to_vec(proposal).map_err(|_| DeskCallError::Unreachable)?;
    read(&call(&format!("{url}/v1/deposits"), Some(&body)).await?)
}

/// Sends a step. The same step may be sent again and again.
///
/// # Errors
/// [`DeskCallError`].
pub async fn send_deposit_step(url: &str, id: &str, step: &DeskStep) -> Result<DepositRecord, DeskCallError> {
    let (name, body) = step.body().map_err(|_| DeskCallError::Unreachable)?;
    read(&call(&format!("{url}/v1/deposits/{id}/{name}"), Some(&body)).await?)
}

async fn call(url: &str, body: Option<&[u8]>) -> Result<Vec<u8>, DeskCallError> {
    let json = [("content-type", "application/json")];
    let request = match body {
        Some(_) => HttpRequest {
            method: "POST",
            url,
            headers: &json,
            body,
        },
        None => HttpRequest::get(url),
    };
    let limits = HttpLimits {
        deadline_ms: STEP_DEADLINE_MS,
        ..HttpLimits::default()
    };
    let answer = fetch(&request, limits).await?;
    if answer.status == 200 {
        return Ok(answer.body);
    }
    // Anything but the desk's own refusal is somebody on the way.
    match serde_json::from_slice::<DeskRefusalBody>(&answer.body) {
        Ok(refusal) => Err(DeskCallError::Refused(refusal.error)),
        Err(_) => Err(DeskCallError::Unreachable),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, DeskCallError> {
    serde_json::from_slice(body).map_err(|_| DeskCallError::Unreachable)
}
