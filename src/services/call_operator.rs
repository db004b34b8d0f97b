//! How the wallet asks an operator's till.

use browser::{Field, HttpRequest, Json, fetch, write_json};
use chain::HttpLimits;
use deals::SignedPaper;
use gloo_timers::future::TimeoutFuture;

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
/// Between questions that are asked again.
const PAUSES_MS: [u32; 3] = [1_000, 3_000, 6_000];

pub(super) async fn call(method: &str, url: &str, body: Option<&str>) -> Result<Json, OperatorError> {
    call_and_read(method, url, body, |json| json.get("error")?.text())
        .await
        .map_err(|reason| reason.map_or(OperatorError::Unreachable, OperatorError::Refused))
}

/// Calls a till. The error is its refusal as `read_refusal` reads it, `None` when there was no answer that counts.
pub(super) async fn call_and_read<R>(
    method: &str,
    url: &str,
    body: Option<&str>,
    read_refusal: impl FnOnce(&Json) -> Option<R>,
) -> Result<Json, Option<R>> {
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
    let answer = fetch(&request, limits).await.map_err(|_| None)?;
    let json = Json::from_bytes(&answer.body);
    if (200..300).contains(&answer.status) {
        return json.ok_or(None);
    }
    Err(json
        .filter(|_| answer.status < 500)
        .and_then(|json| read_refusal(&json)))
}

/// Asks again while an answer was lost or is not the last word, a few times at most, and gives the last answer. Only for what
/// may be asked for more than once.
pub async fn ask_until<T, F: Future<Output = T>>(
    mut ask: impl FnMut() -> F,
    is_last: impl Fn(&T) -> bool,
) -> T {
    let mut answer = ask().await;
    for pause in PAUSES_MS {
        if is_last(&answer) {
            break;
        }
        TimeoutFuture::new(pause).await;
        answer = ask().await;
    }
    answer
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
