use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use checkout::{
    OrderId,
    x402::{
        PAYMENT_REQUIRED, PAYMENT_RESPONSE, PAYMENT_SIGNATURE, SettleResponse, decode_header, encode_header,
    },
};
use serde_json::json;
use tower_http::cors::CorsLayer;

use super::{
    Merchant,
    accept_payment::{Accepted, accept_payment},
    access::{Scope, authorize},
    cancel_order::cancel_order,
    create_order::create_order,
    deposit::{OpenDeposit, open_deposit},
    health,
    refund::{of_order as refunds_of, refund},
    report::{self, Period},
    request_payment::request_payment,
    settings_routes,
    show_order::show_order,
    watch_order::watch_order,
    web,
};
use crate::{
    ApiError,
    error::not_found,
    http_io::{finish, no_store, open_to, read_json},
    openapi,
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
    let status = Router::new()
        .route("/v1/orders/{id}", get(get_order).delete(delete_order))
        .route("/v1/orders/{id}/events", get(get_events));
    let status = open_to(pages, status);
    let servers = Router::new()
        .route("/v1/orders", post(post_order))
        .route("/v1/orders/{id}/refunds", get(get_refunds).post(post_refund))
        .route("/v1/orders.csv", get(get_csv))
        .route("/v1/orders.json", get(get_json))
        .route("/pay/{id}/deposit", post(post_deposit))
        .route("/openapi.json", get(async || openapi::serve(openapi::MERCHANT)))
        .merge(web::routes(merchant.clone()));
    finish(
        servers
            .merge(settings_routes::routes())
            .merge(health::routes())
            .merge(pay)
            .merge(status),
        "merchant",
    )
    .with_state(merchant)
}

/// What this machine's own network may ask without a key.
pub(super) fn inner_router(merchant: Arc<Merchant>) -> Router {
    finish(health::inner_routes(), "merchant").with_state(merchant)
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
    let client = &authorize(&merchant, &headers, Scope::Orders).await?;
    let key = idempotency_key(&headers)?;
    let created = create_order(&merchant, client, key, read_json(&body)?).await?;
    Ok(no_store(StatusCode::CREATED, &created))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let value = headers
        .get("idempotency-key")
        .map(HeaderValue::to_str)
        .transpose();
    value.map_err(|_| ApiError::malformed("the idempotency key is not text"))
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

async fn post_refund(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let client = authorize(&merchant, &headers, Scope::Refunds).await?;
    let (id, new) = (parse_id(&id)?, read_json(&body)?);
    let key = idempotency_key(&headers)?.map(str::to_owned);
    let asking = tokio::spawn(async move { refund(&merchant, id, &client, key.as_deref(), new).await });
    let refund = asking.await.map_err(|error| ApiError::internal(&error))??;
    Ok(no_store(StatusCode::CREATED, &refund))
}

async fn get_refunds(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Reports).await?;
    Ok(no_store(
        StatusCode::OK,
        &refunds_of(&merchant, parse_id(&id)?).await?,
    ))
}

async fn get_csv(
    State(merchant): State<Arc<Merchant>>,
    Query(period): Query<Period>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Reports).await?;
    let text = report::to_csv(&report::rows(&merchant, &period).await?)?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"orders.csv\"");
    Ok(([kind, name], text).into_response())
}

async fn get_json(
    State(merchant): State<Arc<Merchant>>,
    Query(period): Query<Period>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&merchant, &headers, Scope::Reports).await?;
    Ok(no_store(StatusCode::OK, &report::rows(&merchant, &period).await?))
}

async fn delete_order(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    authorize(&merchant, &headers, Scope::Orders).await?;
    cancel_order(&merchant, parse_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn get_events(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let id = parse_id(&id)?;
    show_order(&merchant, id).await?.ok_or_else(not_found)?;
    let mut response = watch_order(merchant, id).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

async fn post_deposit(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, ApiError> {
    let OpenDeposit { asset } = read_json(&body)?;
    let deposit = open_deposit(&merchant, parse_id(&id)?, asset).await?;
    Ok(no_store(StatusCode::CREATED, &deposit))
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
