use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use deals::{IDENTIFICATION_PURPOSE, IdentityTier, identification_subject};
use serde::Deserialize;
use serde_json::json;
use sig::B256;
use units::Tiyn;

use super::{
    apply::{self, PersonData},
    decide::{self, Approval},
    store,
};
use crate::{
    ApiError, TRAVEL_SUITE,
    error::not_found,
    http_io::{no_store, read_json},
    operator::{Operator, staff_routes::authorize},
};

/// Longer reasons are refused.
const MAX_REASON_BYTES: usize = 500;

/// For the wallet's page.
pub(in crate::operator) fn wallet_routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/identification", get(get_terms).post(post_application))
        .route("/v1/identification/{id}", get(get_application))
}

/// For the operator's staff.
pub(in crate::operator) fn staff_routes() -> Router<Arc<Operator>> {
    Router::new()
        .route("/v1/staff/identifications", get(get_waiting))
        .route("/v1/staff/identifications/{id}/open", post(post_open))
        .route("/v1/staff/identifications/{id}/decision", post(post_decision))
}

/// What is asked, to which key it is sealed, for how long it is kept, from which amount on it is needed: shown before.
async fn get_terms(State(operator): State<Arc<Operator>>) -> Result<Response, ApiError> {
    let (identification, travel) = apply::config(&operator).ok_or_else(not_found)?;
    let terms = json!({
        "operatorId": operator.config.operator_id,
        "suite": TRAVEL_SUITE,
        "publicKey": travel.key.public_key(),
        "purpose": IDENTIFICATION_PURPOSE,
        "fields": ["name", "iin", "document"],
        "keepDays": travel.keep_days,
        "aboveTiyn": identification.above,
        "limitTiyn": identification.limit,
        "validDays": identification.valid_days,
        "test": identification.at_once,
    });
    Ok(no_store(StatusCode::OK, &terms))
}

async fn post_application(State(operator): State<Arc<Operator>>, body: Bytes) -> Result<Response, ApiError> {
    apply::config(&operator).ok_or_else(not_found)?;
    let status = apply::apply(&operator, &read_json(&body)?).await?;
    Ok(no_store(StatusCode::CREATED, &status))
}

async fn get_application(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let (identification, _) = apply::config(&operator).ok_or_else(not_found)?;
    let stored = store::by_application(&operator.pool, parse(&id)?)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &stored.status(identification.at_once)))
}

fn parse(id: &str) -> Result<B256, ApiError> {
    id.parse().map_err(|_| ApiError::malformed("not an application"))
}

async fn get_waiting(
    State(operator): State<Arc<Operator>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authorize(&operator, &headers)?;
    let waiting = store::waiting(&operator.pool).await?;
    let listed: Vec<_> = waiting
        .iter()
        .map(|one| json!({ "id": one.application, "address": one.address, "receivedAt": one.received_at }))
        .collect();
    Ok(no_store(StatusCode::OK, &listed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    reason: String,
}

/// Opens the data of an application. Who did it, when and why is written down before.
async fn post_open(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let (_, travel) = apply::config(&operator).ok_or_else(not_found)?;
    let id = parse(&id)?;
    let Opening { reason } = read_json(&body)?;
    if reason.trim().is_empty() || reason.len() > MAX_REASON_BYTES {
        return Err(ApiError::malformed("opening data needs a reason"));
    }
    let stored = store::by_application(&operator.pool, id)
        .await?
        .ok_or_else(not_found)?;
    store::note_opening(&operator.pool, id, (&staff, &reason), operator.clock.now()).await?;
    tracing::info!(staff, application = %id, "data of a resident opened");
    let subject = identification_subject(stored.address);
    let opened = travel.key.open(&stored.sealed, subject.as_slice());
    let data: Option<PersonData> = opened.and_then(|opened| serde_json::from_slice(&opened).ok());
    let data = data.ok_or_else(|| ApiError::internal(&"sealed data do not open with this key"))?;
    Ok(no_store(StatusCode::OK, &data))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Decision {
    approved: bool,
    /// Basic when absent.
    tier: Option<IdentityTier>,
    /// The configured one when absent.
    limit_tiyn: Option<Tiyn>,
}

async fn post_decision(
    State(operator): State<Arc<Operator>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let staff = authorize(&operator, &headers)?;
    let (identification, _) = apply::config(&operator).ok_or_else(not_found)?;
    let id = parse(&id)?;
    let decision: Decision = read_json(&body)?;
    let _guard = operator.locks.lock(id).await?;
    store::by_application(&operator.pool, id)
        .await?
        .ok_or_else(not_found)?;
    if decision.approved {
        let approval = Approval {
            by: &staff,
            tier: decision.tier.unwrap_or(IdentityTier::Basic),
            limit: decision.limit_tiyn.unwrap_or(identification.limit),
        };
        decide::approve(&operator, id, &approval).await?;
    } else {
        store::refuse(&operator.pool, id, (&staff, operator.clock.now())).await?;
    }
    tracing::info!(staff, application = %id, approved = decision.approved, "an application is decided");
    let stored = store::by_application(&operator.pool, id)
        .await?
        .ok_or_else(not_found)?;
    Ok(no_store(StatusCode::OK, &stored.status(identification.at_once)))
}
