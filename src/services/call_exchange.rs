use browser::{Field, Json, write_json};
use chain::AssetId;
use deals::{AskExchange, ExchangeState, SignedExchangeOffer};
use sig::{B256, EvmSignature, U256};
use units::{Rate, Tiyn};

use super::call_operator::{OperatorError, call, with_credential};

/// How an exchange stands, as its operator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeAnswer {
    /// The state.
    pub state: ExchangeState,
    /// The transaction that moved both legs.
    pub transaction: Option<B256>,
}

/// Asks an operator for a firm offer. The key worker verifies it.
///
/// # Errors
/// [`OperatorError`].
pub async fn ask_exchange(
    operator_url: &str,
    ask: &AskExchange,
) -> Result<SignedExchangeOffer, OperatorError> {
    let body = write_json(&[
        ("resident", Field::Text(&ask.resident.to_string())),
        ("sell", Field::Text(&ask.sell.to_string())),
        ("sellAmount", Field::Text(&ask.sell_amount.get().to_string())),
        ("buy", Field::Text(&ask.buy.to_string())),
    ]);
    let body = with_credential(body, ask.credential.as_ref());
    let answer = call("POST", &format!("{operator_url}/v1/exchange/offers"), Some(&body)).await?;
    read_offer(&answer).ok_or(OperatorError::Unreachable)
}

/// Accepts an offer by the signature over the resident's leg. The same acceptance may be sent again and again.
///
/// # Errors
/// [`OperatorError`].
pub async fn accept_exchange(
    operator_url: &str,
    offer: &SignedExchangeOffer,
    signature: EvmSignature,
) -> Result<ExchangeAnswer, OperatorError> {
    let offer = write_json(&[
        ("content", Field::Text(&offer.content)),
        ("signature", Field::Text(&offer.signature.to_string())),
    ]);
    let body = format!("{{\"offer\":{offer},\"signature\":\"{signature}\"}}");
    let answer = call("POST", &format!("{operator_url}/v1/exchange/accept"), Some(&body)).await?;
    read_answer(&answer).ok_or(OperatorError::Unreachable)
}

/// What an operator quoted for an asset over time, oldest first: unix seconds and tiyn for one whole unit.
///
/// # Errors
/// [`OperatorError`].
pub async fn read_prices(operator_url: &str, asset: AssetId) -> Result<Vec<(u64, Tiyn)>, OperatorError> {
    // CAIP-19 identifiers hold nothing that a query may not.
    let url = format!("{operator_url}/v1/exchange/prices?asset={asset}");
    let answer = call("GET", &url, None).await?;
    let points = answer.get("points").ok_or(OperatorError::Unreachable)?.items();
    Ok(points.iter().filter_map(read_point).collect())
}

fn read_point(point: &Json) -> Option<(u64, Tiyn)> {
    let rate = point.get("rate")?;
    let part = |name| rate.get(name)?.text()?.parse::<U256>().ok();
    let rate = Rate::new(part("num")?, part("den")?).ok()?;
    Some((point.get("time")?.whole()?, rate.tiyn_per_unit().ok()?))
}

fn read_offer(json: &Json) -> Option<SignedExchangeOffer> {
    Some(SignedExchangeOffer {
        content: json.get("content")?.text()?,
        signature: json.get("signature")?.text()?.parse().ok()?,
    })
}

fn read_answer(json: &Json) -> Option<ExchangeAnswer> {
    let state = match json.get("state")?.text()?.as_str() {
        "offered" => ExchangeState::Offered,
        "pending" => ExchangeState::Pending,
        "settled" => ExchangeState::Settled,
        "ended" => ExchangeState::Ended,
        _ => return None,
    };
    let transaction = json.get("transaction").and_then(|hash| hash.text()?.parse().ok());
    Some(ExchangeAnswer { state, transaction })
}
