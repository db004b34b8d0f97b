use browser::{Field, Json, write_json};
use deals::{AskCashOut, AskTopUp, CashOutState, SignedPaper, TopUpState};
use sig::{B256, EvmSignature};

use super::call_operator::{OperatorError, call, read_paper, with_credential, write_paper};

/// How a top-up or cash-out stands, as its operator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAnswer<S> {
    /// The state.
    pub state: S,
    /// The quote.
    pub quote: SignedPaper,
    /// The transaction that moved the asset.
    pub transaction: Option<B256>,
}

/// Asks an operator for a firm quote for a top-up. The key worker verifies it.
///
/// # Errors
/// [`OperatorError`].
pub async fn ask_top_up(operator_url: &str, ask: &AskTopUp) -> Result<SignedPaper, OperatorError> {
    let body = write_json(&[
        ("resident", Field::Text(&ask.resident.to_string())),
        ("asset", Field::Text(&ask.asset.to_string())),
        ("tiyn", Field::Text(&ask.tiyn.get().to_string())),
    ]);
    let body = with_credential(body, ask.credential.as_ref());
    let answer = call("POST", &format!("{operator_url}/v1/bank/top-ups"), Some(&body)).await?;
    read_paper(&answer).ok_or(OperatorError::Unreachable)
}

/// Demo only: has the operator believe that the tenge came. It may be asked again and again.
///
/// # Errors
/// [`OperatorError`].
pub async fn simulate_payment(
    operator_url: &str,
    hash: B256,
) -> Result<BankAnswer<TopUpState>, OperatorError> {
    let url = format!("{operator_url}/v1/bank/top-ups/{hash}/simulate-payment");
    let answer = call("POST", &url, None).await?;
    read_answer(&answer, top_up_state).ok_or(OperatorError::Unreachable)
}

/// Asks how a top-up stands.
///
/// # Errors
/// [`OperatorError`].
pub async fn request_top_up(operator_url: &str, hash: B256) -> Result<BankAnswer<TopUpState>, OperatorError> {
    let answer = call("GET", &format!("{operator_url}/v1/bank/top-ups/{hash}"), None).await?;
    read_answer(&answer, top_up_state).ok_or(OperatorError::Unreachable)
}

/// Asks an operator for a firm quote for a cash-out. The key worker verifies it.
///
/// # Errors
/// [`OperatorError`].
pub async fn ask_cash_out(operator_url: &str, ask: &AskCashOut) -> Result<SignedPaper, OperatorError> {
    let body = write_json(&[
        ("resident", Field::Text(&ask.resident.to_string())),
        ("asset", Field::Text(&ask.asset.to_string())),
        ("amount", Field::Text(&ask.amount.get().to_string())),
        ("iban", Field::Text(ask.iban.as_str())),
    ]);
    let body = with_credential(body, ask.credential.as_ref());
    let answer = call("POST", &format!("{operator_url}/v1/bank/cash-outs"), Some(&body)).await?;
    read_paper(&answer).ok_or(OperatorError::Unreachable)
}

/// Accepts a quote by the signature over its authorization. The same acceptance may be sent again and again.
///
/// # Errors
/// [`OperatorError`].
pub async fn accept_cash_out(
    operator_url: &str,
    quote: &SignedPaper,
    signature: EvmSignature,
) -> Result<BankAnswer<CashOutState>, OperatorError> {
    let body = format!(
        "{{\"quote\":{},\"signature\":\"{signature}\"}}",
        write_paper(quote)
    );
    let url = format!("{operator_url}/v1/bank/cash-outs/accept");
    let answer = call("POST", &url, Some(&body)).await?;
    read_answer(&answer, cash_out_state).ok_or(OperatorError::Unreachable)
}

/// Asks how a cash-out stands.
///
/// # Errors
/// [`OperatorError`].
pub async fn request_cash_out(
    operator_url: &str,
    hash: B256,
) -> Result<BankAnswer<CashOutState>, OperatorError> {
    let answer = call("GET", &format!("{operator_url}/v1/bank/cash-outs/{hash}"), None).await?;
    read_answer(&answer, cash_out_state).ok_or(OperatorError::Unreachable)
}

fn read_answer<S>(json: &Json, read_state: fn(&str) -> Option<S>) -> Option<BankAnswer<S>> {
    Some(BankAnswer {
        state: read_state(&json.get("state")?.text()?)?,
        quote: read_paper(&json.get("quote")?)?,
        transaction: json.get("transaction").and_then(|hash| hash.text()?.parse().ok()),
    })
}

fn top_up_state(text: &str) -> Option<TopUpState> {
    Some(match text {
        "waiting" => TopUpState::Waiting,
        "paid" => TopUpState::Paid,
        "sent" => TopUpState::Sent,
        "expired" => TopUpState::Expired,
        _ => return None,
    })
}

fn cash_out_state(text: &str) -> Option<CashOutState> {
    Some(match text {
        "offered" => CashOutState::Offered,
        "pending" => CashOutState::Pending,
        "received" => CashOutState::Received,
        "paid_out" => CashOutState::PaidOut,
        "ended" => CashOutState::Ended,
        _ => return None,
    })
}
