use std::fmt::Write as _;

use browser::{HttpRequest, Json, fetch};
use chain::{HttpLimits, balance_of_call};
use sig::Address;

use crate::services::ReadChainError;

/// Which accounts were ever used: they sent something, or hold coin or one of the tokens. One request for all of them; a
/// token that does not answer counts as none.
///
/// # Errors
/// [`ReadChainError::Unreachable`], also when a node does not say how much an account has sent: that is never "unused".
pub async fn find_used_accounts(
    rpc: &[String],
    accounts: &[Address],
    tokens: &[Address],
) -> Result<Vec<bool>, ReadChainError> {
    let body = questions(accounts, tokens);
    let answers = accounts.len() * (tokens.len() + 2);
    for url in rpc {
        if let Some(answers) = ask(url, &body, answers).await {
            let used = answers
                .chunks(tokens.len() + 2)
                .map(is_used)
                .collect::<Option<Vec<_>>>();
            if let Some(used) = used {
                return Ok(used);
            }
        }
    }
    Err(ReadChainError::Unreachable)
}

/// A batch of JSON-RPC calls, numbered from 0: of each account what it sent, its coin, its tokens.
fn questions(accounts: &[Address], tokens: &[Address]) -> String {
    let mut body = String::from("[");
    let mut id = 0_usize;
    let mut ask = |method: &str, parameter: &str| {
        let comma = if id == 0 { "" } else { "," };
        // Writing to a string does not fail.
        let _ = write!(
            body,
            "{comma}{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\",\"params\":[{parameter},\"latest\"]}}"
        );
        id += 1;
    };
    for account in accounts {
        let quoted = format!("\"{account:#x}\"");
        ask("eth_getTransactionCount", &quoted);
        ask("eth_getBalance", &quoted);
        let input = balance_of_call(*account);
        for token in tokens {
            ask(
                "eth_call",
                &format!("{{\"to\":\"{token:#x}\",\"input\":\"{input:#x}\"}}"),
            );
        }
    }
    body.push(']');
    body
}

/// The results in the order of the questions, whatever order the node answers in; `None` in the place of an error.
async fn ask(url: &str, body: &str, count: usize) -> Option<Vec<Option<String>>> {
    let request = HttpRequest {
        method: "POST",
        url,
        headers: &[("content-type", "application/json")],
        body: Some(body.as_bytes()),
    };
    let answer = fetch(&request, HttpLimits::default()).await.ok()?;
    let json = Json::from_bytes(&answer.body).filter(|_| (200..300).contains(&answer.status))?;
    let mut results = vec![None; count];
    for item in json.items() {
        let id = item.get("id").and_then(|id| usize::try_from(id.whole()?).ok());
        if let Some(place) = id.and_then(|id| results.get_mut(id)) {
            *place = item.get("result").and_then(|result| result.text());
        }
    }
    Some(results)
}

/// `None` when the node does not say what the account sent and holds.
fn is_used(answers: &[Option<String>]) -> Option<bool> {
    let [sent, coin, tokens @ ..] = answers else {
        return None;
    };
    let holds = |hex: &String| hex.trim_start_matches("0x").chars().any(|digit| digit != '0');
    Some(holds(sent.as_ref()?) || holds(coin.as_ref()?) || tokens.iter().flatten().any(holds))
}
