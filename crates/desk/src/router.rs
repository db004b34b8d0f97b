use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderValue, Method, header},
    routing::{get, post},
};
use deals::{DepositRecord, SignedDesk};
use serde::de::DeserializeOwned;
use tower_http::{cors::CorsLayer, set_header::SetResponseHeaderLayer};

use crate::{agree, error::DeskRefusal, start::Shared, steps};

const MAX_BODY_BYTES: usize = 64 * 1024;

type Answer = Result<Json<DepositRecord>, DeskRefusal>;
type Desk = State<Arc<Shared>>;

pub(crate) fn router(desk: Arc<Shared>) -> Router {
    let mut cors = CorsLayer::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE]);
    if let Ok(origin) = HeaderValue::from_str(&desk.config.wallet_origin) {
        cors = cors.allow_origin([origin]);
    }
    let no_store = HeaderValue::from_static("no-store");
    Router::new()
        .route("/v1/desk", get(get_desk))
        .route("/v1/deposits", post(post_deposit))
        .route("/v1/deposits/{id}", get(get_deposit))
        .route("/v1/deposits/{id}/{step}", post(post_step))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            no_store,
        ))
        .layer(cors)
        .with_state(desk)
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, DeskRefusal> {
    serde_json::from_slice(body).map_err(|_| DeskRefusal::Malformed)
}

async fn get_desk(State(desk): Desk) -> Json<SignedDesk> {
    Json(desk.statement())
}

async fn post_deposit(State(desk): Desk, body: Bytes) -> Answer {
    Ok(Json(agree::propose(&desk, read(&body)?)?))
}

async fn get_deposit(State(desk): Desk, Path(id): Path<String>) -> Answer {
    let _turn = desk.turn.lock().await;
    let mut record = desk.store.load(&id)?;
    steps::refresh(&desk, &mut record).await?;
    Ok(Json(record))
}

/// A step goes to its end also when the caller hangs up.
async fn post_step(State(desk): Desk, Path((id, step)): Path<(String, String)>, body: Bytes) -> Answer {
    let working = tokio::spawn(async move { take_step(&desk, &id, &step, &body).await });
    working.await.map_err(|_| DeskRefusal::Pending)?
}

async fn take_step(desk: &Shared, id: &str, step: &str, body: &Bytes) -> Answer {
    let _turn = desk.turn.lock().await;
    let mut record = desk.store.load(id)?;
    match step {
        "seller" => record = agree::join(desk, record, read(body)?)?,
        "signatures" => {
            record = agree::sign(desk, record, read(body)?)?;
            steps::open(desk, &mut record).await?;
        }
        "funding" => steps::fund(desk, &mut record, &read(body)?).await?,
        "actions" => steps::act(desk, &mut record, &read(body)?).await?,
        "decisions" => steps::decide(desk, &mut record, &read(body)?).await?,
        "expiry" => steps::expire(desk, &mut record).await?,
        _ => return Err(DeskRefusal::NotFound),
    }
    steps::refresh(desk, &mut record).await?;
    Ok(Json(record))
}
