use browser::{Field, Json, write_json};
use deals::{
    AskSubscription, RefundStatus, RetailLimit, SignedSubscription, Subscription, SubscriptionState,
};
use sig::{Address, B256, EvmSignature};
use units::Tiyn;

use super::call_operator::{call_and_read, with_credential};

/// Why a registrar did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrarError {
    /// No answer. What was signed may have arrived all the same.
    Unreachable,
    /// Refused.
    Refused(Refusal),
}

/// A registrar's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Machine-readable.
    pub reason: String,
    /// The number that belongs to it: units that are left, needed or allowed, or a limit in tiyn.
    pub number: Option<u64>,
}

/// How a subscription stands, as its registrar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscriptionAnswer {
    /// The state.
    pub state: SubscriptionState,
    /// The transaction that paid it and delivered its units.
    pub transaction: Option<B256>,
}

/// Asks a registrar for a subscription. The key worker verifies it.
///
/// # Errors
/// [`RegistrarError`].
pub async fn ask_subscription(
    operator_url: &str,
    ask: &AskSubscription,
) -> Result<SignedSubscription, RegistrarError> {
    let body = write_json(&[
        ("investor", Field::Text(&ask.investor.to_string())),
        ("offering", Field::Text(&ask.offering)),
        ("units", Field::Whole(ask.units)),
        ("documentsHash", Field::Text(&ask.documents_hash.to_string())),
        ("risksVersion", Field::Whole(u64::from(ask.risks_version))),
    ]);
    let body = with_credential(body, ask.credential.as_ref());
    let answer = call("POST", &format!("{operator_url}/v1/subscriptions"), Some(&body)).await?;
    read_signed(&answer).ok_or(RegistrarError::Unreachable)
}

/// Pays a subscription by the investor's signature. The same acceptance may be sent again and again.
///
/// # Errors
/// [`RegistrarError`].
pub async fn accept_subscription(
    operator_url: &str,
    signed: &SignedSubscription,
    signature: EvmSignature,
) -> Result<SubscriptionAnswer, RegistrarError> {
    let body = format!(
        "{{\"subscription\":{},\"signature\":\"{signature}\"}}",
        write_signed(signed)
    );
    let url = format!("{operator_url}/v1/subscriptions/accept");
    let answer = call("POST", &url, Some(&body)).await?;
    read_answer(&answer).ok_or(RegistrarError::Unreachable)
}

/// What an investor may subscribe at a registrar within a year, and what of it is used.
///
/// # Errors
/// [`RegistrarError`].
pub async fn read_retail_limit(operator_url: &str, investor: Address) -> Result<RetailLimit, RegistrarError> {
    let url = format!("{operator_url}/v1/subscriptions/limit?investor={investor}");
    let answer = call("GET", &url, None).await?;
    let tiyn = |name| answer.get(name)?.text()?.parse::<Tiyn>().ok();
    let limit = tiyn("limitTiyn").zip(tiyn("usedTiyn"));
    let (limit_tiyn, used_tiyn) = limit.ok_or(RegistrarError::Unreachable)?;
    Ok(RetailLimit {
        limit_tiyn,
        used_tiyn,
    })
}

/// Has a registrar pay an investor of a failed offering back.
///
/// # Errors
/// [`RegistrarError`].
pub async fn ask_refund(
    operator_url: &str,
    offering: &str,
    investor: Address,
) -> Result<RefundStatus, RegistrarError> {
    let body = write_json(&[
        ("offering", Field::Text(offering)),
        ("investor", Field::Text(&investor.to_string())),
    ]);
    let url = format!("{operator_url}/v1/subscriptions/refund");
    let answer = call("POST", &url, Some(&body)).await?;
    Ok(RefundStatus {
        paid: answer
            .get("paid")
            .and_then(|paid| paid.flag())
            .ok_or(RegistrarError::Unreachable)?,
        transaction: read_transaction(&answer),
    })
}

fn write_signed(signed: &SignedSubscription) -> String {
    let content = &signed.subscription;
    let subscription = write_json(&[
        ("investor", Field::Text(&content.investor.to_string())),
        ("units", Field::Whole(content.units)),
        ("amount", Field::Text(&content.amount.to_string())),
        ("documentsHash", Field::Text(&content.documents_hash.to_string())),
        ("expiresAt", Field::Whole(content.expires_at)),
        ("salt", Field::Text(&content.salt.to_string())),
    ]);
    let outer = write_json(&[
        ("offering", Field::Text(&signed.offering)),
        ("operatorId", Field::Text(&signed.operator_id)),
        ("contract", Field::Text(&signed.contract.to_string())),
        ("asset", Field::Text(&signed.asset.to_string())),
        ("signature", Field::Text(&signed.signature.to_string())),
    ]);
    let outer = outer.strip_suffix('}').unwrap_or(&outer);
    format!("{outer},\"subscription\":{subscription}}}")
}

fn read_signed(json: &Json) -> Option<SignedSubscription> {
    let text = |json: &Json, name| json.get(name)?.text();
    let content = json.get("subscription")?;
    Some(SignedSubscription {
        offering: text(json, "offering")?,
        operator_id: text(json, "operatorId")?,
        contract: text(json, "contract")?.parse().ok()?,
        asset: text(json, "asset")?.parse().ok()?,
        subscription: Subscription {
            investor: text(&content, "investor")?.parse().ok()?,
            units: content.get("units")?.whole()?,
            amount: text(&content, "amount")?.parse().ok()?,
            documents_hash: text(&content, "documentsHash")?.parse().ok()?,
            expires_at: content.get("expiresAt")?.whole()?,
            salt: text(&content, "salt")?.parse().ok()?,
        },
        signature: text(json, "signature")?.parse().ok()?,
    })
}

fn read_answer(json: &Json) -> Option<SubscriptionAnswer> {
    let state = match json.get("state")?.text()?.as_str() {
        "offered" => SubscriptionState::Offered,
        "pending" => SubscriptionState::Pending,
        "subscribed" => SubscriptionState::Subscribed,
        "ended" => SubscriptionState::Ended,
        _ => return None,
    };
    Some(SubscriptionAnswer {
        state,
        transaction: read_transaction(json),
    })
}

fn read_transaction(json: &Json) -> Option<B256> {
    json.get("transaction")?.text()?.parse().ok()
}

fn read_refusal(json: &Json) -> Option<Refusal> {
    let number = ["leftUnits", "leastUnits", "limitUnits", "limitTiyn"]
        .into_iter()
        .find_map(|name| json.get(name)?.text()?.parse().ok());
    Some(Refusal {
        reason: json.get("error")?.text()?,
        number,
    })
}

async fn call(method: &str, url: &str, body: Option<&str>) -> Result<Json, RegistrarError> {
    call_and_read(method, url, body, read_refusal)
        .await
        .map_err(|refusal| refusal.map_or(RegistrarError::Unreachable, RegistrarError::Refused))
}
