use std::time::Duration;

use axum::http::StatusCode;
use chain::{Bytes, LogFilter, RpcError};
use deals::{
    OfferingPhase, RefundStatus, RefundSubscription, owed_call, pay_out_call, read_owed, refund_units_call,
    refunded_topic,
};
use sig::{Address, B256, keccak256};
use units::AssetAmount;

use super::{offering, store};
use crate::{
    ApiError,
    operator::{
        Operator,
        gas::{self, Job, SendError},
    },
};

/// How often the chain is asked whether a step has landed.
const POLL: Duration = Duration::from_millis(100);

/// Why nothing is paid back.
#[derive(Debug, thiserror::Error)]
pub(super) enum RefundError {
    #[error("this operator does not register this offering")]
    NotRegistered,
    #[error("the offering has not failed")]
    NotFailed,
    #[error("this investor has nothing to get back")]
    Nothing,
    #[error(transparent)]
    Send(#[from] SendError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RpcError> for RefundError {
    fn from(error: RpcError) -> Self {
        Self::Send(error.into())
    }
}

impl From<RefundError> for ApiError {
    fn from(error: RefundError) -> Self {
        let text = error.to_string();
        match error {
            RefundError::NotRegistered => Self::new(StatusCode::NOT_FOUND, "offering_not_registered", text),
            RefundError::NotFailed => Self::new(StatusCode::CONFLICT, "offering_not_failed", text),
            RefundError::Nothing => Self::new(StatusCode::CONFLICT, "nothing_to_refund", text),
            RefundError::Send(_) => Self::unavailable("chain_unavailable", text),
            RefundError::Storage(error) => error.into(),
        }
    }
}

/// Takes an investor's units of a failed offering back and pays their money out, each step only while the contract says
/// that it is due: the same again goes on where it stopped, also after a crash.
pub(super) async fn refund(
    operator: &Operator,
    request: &RefundSubscription,
) -> Result<RefundStatus, RefundError> {
    let config = offering::configured(operator, &request.offering).ok_or(RefundError::NotRegistered)?;
    let (contract, investor) = (config.contract, request.investor);
    let first_block = store::first_block(&operator.pool, contract, investor)
        .await?
        .ok_or(RefundError::Nothing)?;
    let name = keccak256([contract.as_slice(), investor.as_slice()].concat());
    let _guard = operator.locks.lock(format!("refund:{name}")).await?;
    let standing = offering::read(operator, contract).await?;
    if standing.phase != OfferingPhase::Failed {
        return Err(RefundError::NotFailed);
    }
    let token = standing.offer.payment_token;

    let units_due = async || Ok::<_, RpcError>(offering::held(operator, contract, investor).await? > 0);
    let take_back = (Job::TakeBack(name), contract, refund_units_call(investor));
    let taken = carry(operator, take_back, units_due).await?;
    let transaction = find(operator, contract, investor, first_block).await?;
    if !taken {
        return Ok(RefundStatus {
            paid: false,
            transaction,
        });
    }
    if transaction.is_none() {
        return Err(RefundError::Nothing);
    }
    let money_due =
        async || Ok::<_, RpcError>(owed(operator, contract, token, investor).await? > AssetAmount::ZERO);
    let pay_back = (Job::PayBack(name), contract, pay_out_call(token, investor));
    let paid = carry(operator, pay_back, money_due).await?;
    if paid {
        store::note_refunded(&operator.pool, contract, investor, operator.clock.now()).await?;
        tracing::info!(%contract, %investor, "paid back");
    }
    Ok(RefundStatus { paid, transaction })
}

/// Sends a step while it is due and not on its way, and waits for it. `false` when it still is.
async fn carry(
    operator: &Operator,
    (job, to, call): (Job, Address, Bytes),
    due: impl AsyncFn() -> Result<bool, RpcError>,
) -> Result<bool, RefundError> {
    // First what was sent, then what is due: what was carried out meanwhile is not due any more.
    let on_its_way = on_its_way(operator, job).await?;
    if !due().await? {
        return Ok(true);
    }
    if !on_its_way {
        match gas::send(operator, job, to, call).await {
            Ok(_) => {}
            // Somebody else was first.
            Err(SendError::Reverted(_)) if !due().await? => return Ok(true),
            Err(error) => return Err(error.into()),
        }
    }
    let wait = Duration::from_millis(operator.config.settle_wait_ms);
    let landed = tokio::time::timeout(wait, async {
        while due().await? {
            tokio::time::sleep(POLL).await;
        }
        Ok::<_, RpcError>(())
    })
    .await;
    match landed {
        Ok(done) => done.map(|()| true).map_err(Into::into),
        Err(_) => Ok(false),
    }
}

/// Whether a transaction of the job may still be mined. Those that were are done with, whatever came of them.
async fn on_its_way(operator: &Operator, job: Job) -> Result<bool, RefundError> {
    let mut on_its_way = false;
    for transaction in gas::journalled(&operator.pool, job).await? {
        if operator.rpc.receipt(transaction.hash).await?.is_some() {
            gas::drop_transaction(&operator.pool, transaction.hash).await?;
        } else {
            on_its_way = true;
        }
    }
    Ok(on_its_way)
}

async fn owed(
    operator: &Operator,
    contract: Address,
    token: Address,
    investor: Address,
) -> Result<AssetAmount, RpcError> {
    let answer = operator
        .rpc
        .call_contract(contract, &owed_call(token, investor))
        .await?;
    read_owed(&answer).ok_or(RpcError::Malformed { method: "eth_call" })
}

/// The transaction that took the units back.
async fn find(
    operator: &Operator,
    contract: Address,
    investor: Address,
    from_block: u64,
) -> Result<Option<B256>, RpcError> {
    let filter = LogFilter {
        address: contract,
        topics: vec![Some(refunded_topic()), Some(investor.into_word())],
        from_block,
    };
    let logs = operator.rpc.logs(&filter).await?;
    Ok(logs.first().map(|log| log.transaction))
}
