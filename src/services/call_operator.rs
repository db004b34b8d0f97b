//! How the wallet asks an operator's till.

use browser::{Field, HttpRequest, Json, fetch, write_json};
use chain::HttpLimits;
use deals::SignedPaper;

/// Why an operator did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorError {
    /// No answer. What was sent may have arrived all the same.
    Unreachable,
    /// Refused, with the operator's machine-readable reason.
    Refused(String),
}

/// A settlement waits for the chain.
const SETTLE_DEADLINE_MS: u32 = 45_000;

pub(super) async fn call(method: &str, url: &str, body: Option<&str>) -> Result<Json, OperatorError> {
    let request = HttpRequest {
        method,
        url,
        headers: if body.is_some() {
            &[("content-type", "application/json")]
        } else {
            &[]
        },
        body: body.map(str::as_bytes),
    };
    let limits = HttpLimits {
        deadline_ms: SETTLE_DEADLINE_MS,
        ..HttpLimits::default()
    };
    let answer = fetch(&request, limits)
        .await
        .map_err(|_| OperatorError::Unreachable)?;
    let json = Json::from_bytes(&answer.body);
    if (200..300).contains(&answer.status) {
        return json.ok_or(OperatorError::Unreachable);
    }
    let reason = json.and_then(|json| json.get("error")?.text());
    Err(match reason {
        Some(reason) if answer.status < 500 => OperatorError::Refused(reason),
        _ => OperatorError::Unreachable,
    })
}

/// Puts the operator's credential into the body of a question.
pub(super) fn with_credential(body: String, credential: Option<&SignedPaper>) -> String {
    match (credential, body.strip_suffix('}')) {
        (Some(credential), Some(begun)) => format!("{begun},\"credential\":{}}}", write_paper(credential)),
        _ => body,
    }
}

pub(super) fn write_paper(paper: &SignedPaper) -> String {
    write_json(&[
        ("content", Field::Text(&paper.content)),
        ("signature", Field::Text(&paper.signature.to_string())),
    ])
}

pub(super) fn read_paper(json: &Json) -> Option<SignedPaper> {
    Some(SignedPaper {
        content: json.get("content")?.text()?,
        signature: json.get("signature")?.text()?.parse().ok()?,
    })
}
