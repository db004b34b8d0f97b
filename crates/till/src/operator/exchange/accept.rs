use std::time::Duration;

use axum::http::StatusCode;
use chain::{Bytes, LogFilter, RpcError};
use deals::{
    AcceptExchange, ExchangeLeg, ExchangeOffer, ExchangeState, exchanged_topic, receive_digest,
    settle_exchange_call,
};
use sig::{B256, EvmSignature, Signer};
use zone::Asset;

use super::store::{self, StoredExchange};
use crate::{
    ApiError,
    operator::{
        Operator,
        book::{self, Entry, FEE_INCOME},
        carry_on::carry_on,
        gas::{self, Job, SendError},
        identification::{IdentityRefusal, admit},
    },
    storage,
};

/// How often the chain is asked whether an exchange has landed.
const POLL: Duration = Duration::from_millis(100);

/// Why an exchange is not made.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    #[error("this operator gave no such offer")]
    Unknown,
    #[error("the offer has ended: nothing was moved")]
    Ended,
    #[error("the signature is not the resident's over this offer")]
    Signature,
    #[error("this operator does not exchange")]
    NotOffered,
    #[error("the contract refuses: {0}")]
    Reverted(String),
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    #[error(transparent)]
    Send(SendError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RpcError> for AcceptError {
    fn from(error: RpcError) -> Self {
        Self::Send(error.into())
    }
}

impl From<SendError> for AcceptError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Reverted(text) => Self::Reverted(text),
            SendError::Storage(error) => Self::Storage(error),
            error @ (SendError::AboveCeiling { .. } | SendError::Rpc(_)) => Self::Send(error),
        }
    }
}

impl From<AcceptError> for ApiError {
    fn from(error: AcceptError) -> Self {
        let text = error.to_string();
        match error {
            AcceptError::Unknown => Self::new(StatusCode::NOT_FOUND, "unknown_offer", text),
            AcceptError::Ended => Self::new(StatusCode::CONFLICT, "offer_ended", text),
            AcceptError::Signature => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "signature_invalid", text),
            AcceptError::NotOffered => Self::new(StatusCode::NOT_FOUND, "exchange_not_offered", text),
            AcceptError::Reverted(_) => Self::new(StatusCode::CONFLICT, "exchange_refused", text),
            AcceptError::Send(_) => Self::unavailable("chain_unavailable", text),
            AcceptError::Identity(refusal) => refusal.answer(),
            AcceptError::Storage(error) => error.into(),
        }
    }
}

/// Takes the resident's signature over its leg, keeps it, and settles. The same acceptance again gives the same answer.
pub(super) async fn accept(
    operator: &Operator,
    request: &AcceptExchange,
) -> Result<StoredExchange, AcceptError> {
    let offer: ExchangeOffer =
        serde_json::from_str(&request.offer.content).map_err(|_| AcceptError::Unknown)?;
    let hash = offer.digest().to_b256();
    let _guard = operator.locks.lock(hash).await?;
    let known = store::by_hash(&operator.pool, hash).await?;
    let known = known
        .filter(|known| known.signed == request.offer)
        .ok_or(AcceptError::Unknown)?;
    match known.state {
        ExchangeState::Settled => return Ok(known),
        ExchangeState::Ended => return Err(AcceptError::Ended),
        ExchangeState::Offered | ExchangeState::Pending => {}
    }
    let sell = asset(operator, &offer, ExchangeLeg::Resident)?;
    let signer = request
        .signature
        .recover(&receive_digest(&offer.leg(ExchangeLeg::Resident), &sell.domain()));
    if signer != Ok(offer.resident) {
        return Err(AcceptError::Signature);
    }
    if known.state == ExchangeState::Offered {
        if operator.clock.now() >= offer.expires_at {
            end(operator, &known).await?;
            return Err(AcceptError::Ended);
        }
        let _admitted = admit(operator, offer.resident, offer.amounts.worth_tiyn).await?;
        store::accept(&operator.pool, known.id, &request.signature).await?;
    }
    bring_to_end(operator, hash).await
}

/// Brings exchanges on that wait for the chain, and ends offers that nobody took.
pub(in crate::operator) async fn resume(operator: &Operator) -> Result<(), sqlx::Error> {
    for exchange in store::unfinished(&operator.pool, operator.clock.now()).await? {
        if exchange.state == ExchangeState::Offered {
            end(operator, &exchange).await?;
            continue;
        }
        let Ok(offer) = serde_json::from_str::<ExchangeOffer>(&exchange.signed.content) else {
            continue;
        };
        let hash = offer.digest().to_b256();
        let _guard = operator.locks.lock(hash).await?;
        match bring_to_end(operator, hash).await {
            Ok(_) => {}
            Err(AcceptError::Storage(error)) => return Err(error),
            Err(error) => tracing::warn!(offer = %hash, %error, "an exchange waits"),
        }
    }
    Ok(())
}

/// Settles an accepted exchange, whatever happened to it before. The caller holds the offer's lock.
async fn bring_to_end(operator: &Operator, hash: B256) -> Result<StoredExchange, AcceptError> {
    let exchange = store::by_hash(&operator.pool, hash)
        .await?
        .ok_or(AcceptError::Unknown)?;
    let (ExchangeState::Pending, Some(signature)) = (exchange.state, exchange.signature) else {
        return Ok(exchange);
    };
    let offer: ExchangeOffer =
        serde_json::from_str(&exchange.signed.content).map_err(|_| AcceptError::Unknown)?;
    // Anybody may have submitted it, this till before a crash among them.
    if let Some(landed) = find(operator, &offer, &exchange).await? {
        return book(operator, &offer, exchange, landed).await;
    }
    let job = Job::Exchange(exchange.id);
    let call = call_of(operator, &offer, &signature)?;
    if !carry_on(operator, job, offer.contract, &call).await? {
        // Past its end the contract takes neither leg any more.
        if operator.clock.now() >= offer.expires_at {
            return ended(operator, exchange).await;
        }
        match gas::send(operator, job, offer.contract, call).await {
            Ok(_) => {}
            Err(SendError::Reverted(text)) => {
                if let Some(landed) = find(operator, &offer, &exchange).await? {
                    return book(operator, &offer, exchange, landed).await;
                }
                end(operator, &exchange).await?;
                return Err(AcceptError::Reverted(text));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let wait = Duration::from_millis(operator.config.settle_wait_ms);
    let landed = tokio::time::timeout(wait, poll(operator, &offer, &exchange)).await;
    match landed {
        Ok(landed) => book(operator, &offer, exchange, landed?).await,
        Err(_) if reverted(operator, job).await? => ended(operator, exchange).await,
        Err(_) => Ok(exchange),
    }
}

/// Both legs, signed.
fn call_of(
    operator: &Operator,
    offer: &ExchangeOffer,
    resident: &EvmSignature,
) -> Result<Bytes, AcceptError> {
    let key = operator
        .config
        .settlement_key
        .as_ref()
        .ok_or(AcceptError::NotOffered)?;
    if key.address() != offer.operator {
        return Err(AcceptError::NotOffered);
    }
    let buy = asset(operator, offer, ExchangeLeg::Operator)?;
    let own = key.sign(&receive_digest(&offer.leg(ExchangeLeg::Operator), &buy.domain()));
    Ok(settle_exchange_call(offer, resident, &own))
}

/// Whether every transaction of the job was carried out and refused.
async fn reverted(operator: &Operator, job: Job) -> Result<bool, AcceptError> {
    for transaction in gas::journalled(&operator.pool, job).await? {
        match operator.rpc.receipt(transaction.hash).await? {
            Some(receipt) if !receipt.succeeded => {
                gas::drop_transaction(&operator.pool, transaction.hash).await?;
            }
            _ => return Ok(false),
        }
    }
    Ok(true)
}

async fn poll(
    operator: &Operator,
    offer: &ExchangeOffer,
    exchange: &StoredExchange,
) -> Result<(B256, u64), RpcError> {
    loop {
        if let Some(landed) = find(operator, offer, exchange).await? {
            return Ok(landed);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// The transaction and block in which the contract says it moved both legs.
async fn find(
    operator: &Operator,
    offer: &ExchangeOffer,
    exchange: &StoredExchange,
) -> Result<Option<(B256, u64)>, RpcError> {
    let filter = LogFilter {
        address: offer.contract,
        topics: vec![Some(exchanged_topic()), Some(offer.digest().to_b256())],
        from_block: exchange.issued_block,
    };
    let logs = operator.rpc.logs(&filter).await?;
    Ok(logs.first().map(|log| (log.transaction, log.block_number)))
}

/// One database transaction notes the end and books it: what came in, what went out, the fee as income.
async fn book(
    operator: &Operator,
    offer: &ExchangeOffer,
    exchange: StoredExchange,
    landed: (B256, u64),
) -> Result<StoredExchange, AcceptError> {
    let mut transaction = storage::begin(&operator.pool).await?;
    if store::finish(
        &mut transaction,
        exchange.id,
        ExchangeState::Settled,
        Some(landed),
    )
    .await?
    {
        let (worth, fee) = (offer.amounts.worth_tiyn.to_i64(), offer.amounts.fee_tiyn.to_i64());
        let rows = [
            (format!("asset:{}", offer.sell), worth),
            (format!("asset:{}", offer.buy), fee - worth),
            (FEE_INCOME.into(), -fee),
        ];
        let entry = Entry {
            name: format!("exchange:{}", exchange.id),
            order_hash: None,
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::info!(exchange = exchange.id, transaction = %landed.0, "exchanged");
    }
    transaction.commit().await?;
    Ok(StoredExchange {
        state: ExchangeState::Settled,
        transaction: Some(landed.0),
        block_number: Some(landed.1),
        ..exchange
    })
}

async fn ended(operator: &Operator, exchange: StoredExchange) -> Result<StoredExchange, AcceptError> {
    end(operator, &exchange).await?;
    Ok(StoredExchange {
        state: ExchangeState::Ended,
        ..exchange
    })
}

async fn end(operator: &Operator, exchange: &StoredExchange) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(&operator.pool).await?;
    store::finish(&mut transaction, exchange.id, ExchangeState::Ended, None).await?;
    transaction.commit().await
}

fn asset(operator: &Operator, offer: &ExchangeOffer, leg: ExchangeLeg) -> Result<Asset, AcceptError> {
    let id = match leg {
        ExchangeLeg::Resident => offer.sell,
        ExchangeLeg::Operator => offer.buy,
    };
    let known = operator.registry.with(|registry| registry.asset(id).cloned());
    known.ok_or(AcceptError::Unknown)
}
