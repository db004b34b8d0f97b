use browser::{HttpAnswer, HttpRequest, fetch};
use chain::HttpLimits;
use checkout::x402::{PaymentRequired, SettleResponse, decode_header};
use sig::B256;

use crate::pages::x402::model::{Content, Trouble};

/// Settling waits for the chain; longer than this is "no answer".
const SETTLE_DEADLINE_MS: u32 = 90_000;
/// Longer texts are saved, not shown.
const LONGEST_TEXT: usize = 4_000;

/// What became of a payment, as far as the server says.
#[derive(Debug)]
pub(super) enum Sent {
    /// It gave what was paid for. The transaction it names is a hint to look at.
    Served(Content, Option<B256>),
    /// It says no.
    Refused(String),
    /// No answer, or one that says nothing about the payment.
    Unclear,
}

/// Asks an address what is to be paid; gives its `PAYMENT-REQUIRED` header.
pub(super) async fn ask_price(address: &str) -> Result<String, Trouble> {
    let answer = get(address, &[], HttpLimits::default())
        .await
        .ok_or(Trouble::Unreachable)?;
    match (answer.status, answer.header("payment-required")) {
        (402, Some(required)) => Ok(required),
        (402, None) => Err(Trouble::Hidden),
        (200..=299, _) => Err(Trouble::Free),
        (status, _) => Err(Trouble::Status(status)),
    }
}

/// Sends a signed payment. The same one may be sent again and again.
pub(super) async fn send(address: &str, payment_signature: &str) -> Sent {
    let limits = HttpLimits {
        deadline_ms: SETTLE_DEADLINE_MS,
        ..HttpLimits::default()
    };
    let headers = [("payment-signature", payment_signature)];
    let Some(answer) = get(address, &headers, limits).await else {
        return Sent::Unclear;
    };
    let settled = answer
        .header("payment-response")
        .and_then(|header| decode_header::<SettleResponse>(&header).ok());
    match answer.status {
        200..=299 => {
            let transaction = settled.and_then(|settled| settled.transaction.parse().ok());
            Sent::Served(content(&answer), transaction)
        }
        400..=499 => Sent::Refused(reason(&answer, settled)),
        _ => Sent::Unclear,
    }
}

async fn get(address: &str, headers: &[(&str, &str)], limits: HttpLimits) -> Option<HttpAnswer> {
    let request = HttpRequest {
        method: "GET",
        url: address,
        headers,
        body: None,
    };
    fetch(&request, limits).await.ok()
}

fn content(answer: &HttpAnswer) -> Content {
    let readable = answer
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/") || kind.contains("json"));
    let text = String::from_utf8(answer.body.clone())
        .ok()
        .filter(|text| readable && text.chars().count() <= LONGEST_TEXT);
    Content {
        bytes: answer.body.clone(),
        text,
    }
}

/// A server's word for its refusal, as far as it is one: shown beside our own sentence.
fn reason(answer: &HttpAnswer, settled: Option<SettleResponse>) -> String {
    let asked_again = || {
        let header = answer.header("payment-required")?;
        decode_header::<PaymentRequired>(&header).ok()?.error
    };
    let word = settled
        .and_then(|settled| settled.error_reason)
        .or_else(asked_again);
    let word = word.unwrap_or_else(|| answer.status.to_string());
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    word.chars().filter(plain).take(80).collect()
}
