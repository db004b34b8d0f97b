use axum::http::StatusCode;
use checkout::{
    CreateOrderRequest, CreateOrderResponse, Order, OrderContext, OrderError, OrderId, OrderTerms,
    VerifyOrderError, verify_terms,
};
use sig::{B256, Signer, sha256_digest};
use zone::{SettlementMode, Use};

use super::{
    Merchant,
    order_store::{self, NewOrder, StoredOrder},
};
use crate::ApiError;

/// Longer idempotency keys are refused.
const MAX_KEY_BYTES: usize = 128;

/// Why no order is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateOrderError {
    #[error("an idempotency key has 1 to {MAX_KEY_BYTES} bytes")]
    IdempotencyKey,
    #[error("this idempotency key was used for another order")]
    KeyReused,
    #[error(transparent)]
    Order(#[from] OrderError),
    #[error(transparent)]
    Rule(#[from] VerifyOrderError),
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<CreateOrderError> for ApiError {
    fn from(error: CreateOrderError) -> Self {
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string());
        match &error {
            CreateOrderError::IdempotencyKey => Self::malformed(error.to_string()),
            CreateOrderError::KeyReused => {
                Self::new(StatusCode::CONFLICT, "idempotency_key_reused", error.to_string())
            }
            CreateOrderError::Order(_) => refused("order_invalid"),
            CreateOrderError::Rule(rule) => refused(rule.reason()),
            CreateOrderError::Random(cause) => Self::internal(cause),
            CreateOrderError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// Makes, checks, signs and stores an order. With an idempotency key the same request gives the same order.
pub(super) async fn create_order(
    merchant: &Merchant,
    client: &str,
    idempotency_key: Option<&str>,
    request: CreateOrderRequest,
) -> Result<CreateOrderResponse, CreateOrderError> {
    if idempotency_key.is_some_and(|key| key.is_empty() || key.len() > MAX_KEY_BYTES) {
        return Err(CreateOrderError::IdempotencyKey);
    }
    let request_hash = hash_request(&request)?;
    if let Some(before) = find_before(merchant, client, idempotency_key).await? {
        return repeat(merchant, &before, request_hash);
    }
    let mut id = [0; 16];
    getrandom::fill(&mut id)?;
    let now = merchant.clock.now();
    let order = Order::new(OrderTerms {
        id: OrderId::from_random(id),
        merchant_id: merchant.certificate.id.clone(),
        origin: request.origin,
        lines: request.lines,
        settlement: SettlementMode::KztViaOperator,
        created_at: now,
        expires_at: now.saturating_add(merchant.config.order_ttl_seconds),
    })?;
    let registry = merchant.registry.verified();
    let signed = order.sign(registry.registry().home_chain, &merchant.config.order_key);
    // What a wallet would refuse is not asked for.
    let context = OrderContext {
        attested_origin: None,
        now,
        purpose: Use::Retail,
    };
    let terms = verify_terms(&merchant.envelope, &signed, &registry, context)?;
    let new = NewOrder {
        client,
        idempotency_key,
        request_hash,
        signed: &signed,
        order_hash: terms.order_hash,
    };
    if !order_store::insert(&merchant.pool, &new).await? {
        let before = find_before(merchant, client, idempotency_key)
            .await?
            .ok_or(sqlx::Error::RowNotFound)?;
        return repeat(merchant, &before, request_hash);
    }
    tracing::info!(order = %signed.order.id, client, total_tiyn = %signed.order.total_tiyn, key = %merchant.config.order_key.address(), "order created");
    Ok(answer(merchant, &signed.order, checkout::OrderState::Created))
}

fn hash_request(request: &CreateOrderRequest) -> Result<B256, sqlx::Error> {
    crate::storage::to_json(request).map(|text| sha256_digest(text.as_bytes()).to_b256())
}

async fn find_before(
    merchant: &Merchant,
    client: &str,
    idempotency_key: Option<&str>,
) -> Result<Option<StoredOrder>, sqlx::Error> {
    match idempotency_key {
        Some(key) => order_store::find_by_key(&merchant.pool, client, key).await,
        None => Ok(None),
    }
}

fn repeat(
    merchant: &Merchant,
    before: &StoredOrder,
    request_hash: B256,
) -> Result<CreateOrderResponse, CreateOrderError> {
    if before.request_hash == request_hash {
        Ok(answer(merchant, &before.signed.order, before.state))
    } else {
        Err(CreateOrderError::KeyReused)
    }
}

fn answer(merchant: &Merchant, order: &Order, state: checkout::OrderState) -> CreateOrderResponse {
    CreateOrderResponse {
        order_id: order.id,
        pay_url: merchant.pay_url(order.id),
        status_url: merchant.status_url(order.id),
        state,
        total_tiyn: order.total_tiyn,
        expires_at: order.expires_at,
    }
}
