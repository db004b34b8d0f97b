use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use checkout::{
    OrderId,
    x402::{
        PAYMENT_REQUIRED, PAYMENT_RESPONSE, PAYMENT_SIGNATURE, SettleResponse, decode_header, encode_header,
    },
};
use serde_json::json;
use sig::sha256_digest;
use subtle::ConstantTimeEq;
use tower_http::cors::CorsLayer;

use super::{
    Merchant,
    accept_payment::{Accepted, accept_payment},
    create_order::create_order,
    request_payment::request_payment,
    show_order::show_order,
};
use crate::{
    ApiError,
    error::not_found,
    http_io::{finish, no_store, open_to, read_json},
};

const REQUIRED: HeaderName = HeaderName::from_static(PAYMENT_REQUIRED);
const RESPONSE: HeaderName = HeaderName::from_static(PAYMENT_RESPONSE);
const SIGNATURE: HeaderName = HeaderName::from_static(PAYMENT_SIGNATURE);

/// The HTTP interface of a merchant's till: pay URLs for the wallet's origin, order status for the merchant's own
/// origins, order creation for servers only.
pub(super) fn router(merchant: Arc<Merchant>) -> Router {
    let wallet = cors([merchant.config.wallet_origin.as_str()])
        .allow_headers([SIGNATURE, header::CONTENT_TYPE])
        .expose_headers([REQUIRED, RESPONSE]);
    let pay = open_to(wallet, Router::new().route("/pay/{id}", get(get_pay)));
    let pages = cors(merchant.certificate.origins.iter().map(String::as_str));
    let status = open_to(pages, Router::new().route("/v1/orders/{id}", get(get_order)));
    let servers = Router::new().route("/v1/orders", post(post_order));
    finish(servers.merge(pay).merge(status), "merchant").with_state(merchant)
}

fn cors<'a>(origins: impl IntoIterator<Item = &'a str>) -> CorsLayer {
    let origins: Vec<HeaderValue> = origins
        .into_iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    CorsLayer::new()
        .allow_methods([Method::GET])
        .allow_origin(origins)
}

async fn post_order(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let client = authenticate(&merchant, &headers)?;
    let key = match headers.get("idempotency-key") {
        Some(value) => Some(
            value
                .to_str()
                .map_err(|_| ApiError::malformed("the idempotency key is not text"))?,
        ),
        None => None,
    };
    let created = create_order(&merchant, client, key, read_json(&body)?).await?;
    Ok(no_store(StatusCode::CREATED, &created))
}

/// The client an API key belongs to. Compares hashes, all of them, in constant time.
fn authenticate<'a>(merchant: &'a Merchant, headers: &HeaderMap) -> Result<&'a str, ApiError> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = given
        .and_then(|text| text.strip_prefix("Bearer "))
        .unwrap_or_default();
    let hash = sha256_digest(key.as_bytes()).to_b256();
    let mut client = None;
    for entry in &merchant.config.api_keys {
        if bool::from(entry.key_sha256.as_slice().ct_eq(hash.as_slice())) {
            client = Some(entry.name.as_str());
        }
    }
    client.filter(|_| !key.is_empty()).ok_or_else(|| {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send a known API key as a bearer token",
        )
        .with_header(header::WWW_AUTHENTICATE, "Bearer")
    })
}

async fn get_order(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let status = show_order(&merchant, parse_id(&id)?)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &status))
}

async fn get_pay(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id = parse_id(&id)?;
    let Some(payment) = headers.get(SIGNATURE) else {
        let required = request_payment(&merchant, id).await?;
        let mut response = no_store(StatusCode::PAYMENT_REQUIRED, &json!({}));
        response.headers_mut().insert(REQUIRED, header_value(required)?);
        return Ok(response);
    };
    let text = payment
        .to_str()
        .map_err(|_| ApiError::malformed("PAYMENT-SIGNATURE is not base64"))?;
    let payload =
        decode_header(text).map_err(|error| ApiError::malformed(format!("PAYMENT-SIGNATURE: {error}")))?;
    // A payer who hangs up does not stop a payment half-way.
    let accepting = tokio::spawn(async move { accept_payment(&merchant, id, payload).await });
    match accepting.await.map_err(|error| ApiError::internal(&error))?? {
        Accepted::Settled(settled) => {
            let (answer, papers) = *settled;
            let mut response = no_store(StatusCode::OK, &papers);
            response.headers_mut().insert(RESPONSE, encode(&answer)?);
            Ok(response)
        }
        Accepted::Refused { answer, required } => {
            let reason = answer.error_reason.clone().unwrap_or_default();
            let body = json!({ "error": reason, "message": answer.error_message });
            let mut response = no_store(StatusCode::PAYMENT_REQUIRED, &body);
            response.headers_mut().insert(RESPONSE, encode(&answer)?);
            if let Some(required) = required {
                response.headers_mut().insert(REQUIRED, header_value(required)?);
            }
            Ok(response)
        }
    }
}

fn parse_id(text: &str) -> Result<OrderId, ApiError> {
    text.parse().map_err(|_| not_found())
}

fn encode(answer: &SettleResponse) -> Result<HeaderValue, ApiError> {
    header_value(encode_header(answer).map_err(|error| ApiError::internal(&error))?)
}

fn header_value(text: String) -> Result<HeaderValue, ApiError> {
    HeaderValue::try_from(text).map_err(|error| ApiError::internal(&error))
}
