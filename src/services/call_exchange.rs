use browser::{Field, HttpRequest, Json, fetch, write_json};
use chain::{AssetId, HttpLimits};
use deals::{AskExchange, ExchangeState, SignedExchangeOffer};
use sig::{B256, EvmSignature, U256};
use units::{Rate, Tiyn};

/// Why an operator did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeError {
    /// No answer. An acceptance may have arrived all the same.
    Unreachable,
    /// Refused, with the operator's machine-readable reason.
    Refused(String),
}

/// How an exchange stands, as its operator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeAnswer {
    /// The state.
    pub state: ExchangeState,
    /// The transaction that moved both legs.
    pub transaction: Option<B256>,
}

/// A settlement waits for the chain.
const SETTLE_DEADLINE_MS: u32 = 45_000;

/// Asks an operator for a firm offer. The key worker verifies it.
///
/// # Errors
/// [`ExchangeError`].
pub async fn ask_exchange(
    operator_url: &str,
    ask: &AskExchange,
) -> Result<SignedExchangeOffer, ExchangeError> {
    let body = write_json(&[
        ("resident", Field::Text(&ask.resident.to_string())),
        ("sell", Field::Text(&ask.sell.to_string())),
        ("sellAmount", Field::Text(&ask.sell_amount.get().to_string())),
        ("buy", Field::Text(&ask.buy.to_string())),
    ]);
    let answer = call("POST", &format!("{operator_url}/v1/exchange/offers"), Some(&body)).await?;
    read_offer(&answer).ok_or(ExchangeError::Unreachable)
}

/// Accepts an offer by the signature over the resident's leg. The same acceptance may be sent again and again.
///
/// # Errors
/// [`ExchangeError`].
pub async fn accept_exchange(
    operator_url: &str,
    offer: &SignedExchangeOffer,
    signature: EvmSignature,
) -> Result<ExchangeAnswer, ExchangeError> {
    let offer = write_json(&[
        ("content", Field::Text(&offer.content)),
        ("signature", Field::Text(&offer.signature.to_string())),
    ]);
    let body = format!("{{\"offer\":{offer},\"signature\":\"{signature}\"}}");
    let answer = call("POST", &format!("{operator_url}/v1/exchange/accept"), Some(&body)).await?;
    read_answer(&answer).ok_or(ExchangeError::Unreachable)
}

/// What an operator quoted for an asset over time, oldest first: unix seconds and tiyn for one whole unit.
///
/// # Errors
/// [`ExchangeError`].
pub async fn read_prices(operator_url: &str, asset: AssetId) -> Result<Vec<(u64, Tiyn)>, ExchangeError> {
    // CAIP-19 identifiers hold nothing that a query may not.
    let url = format!("{operator_url}/v1/exchange/prices?asset={asset}");
    let answer = call("GET", &url, None).await?;
    let points = answer.get("points").ok_or(ExchangeError::Unreachable)?.items();
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

async fn call(method: &str, url: &str, body: Option<&str>) -> Result<Json, ExchangeError> {
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
        .map_err(|_| ExchangeError::Unreachable)?;
    let json = Json::from_bytes(&answer.body);
    if (200..300).contains(&answer.status) {
        return json.ok_or(ExchangeError::Unreachable);
    }
    let reason = json.and_then(|json| json.get("error")?.text());
    Err(match reason {
        Some(reason) if answer.status < 500 => ExchangeError::Refused(reason),
        _ => ExchangeError::Unreachable,
    })
}
