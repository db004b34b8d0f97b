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
        carry_on::carry_on,
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

    let claim = Claim {
        contract,
        investor,
        token,
        name,
    };
    let taken = carry(operator, &claim, Step::TakeBack).await?;
    let transaction = find(operator, &claim, first_block).await?;
    if !taken {
        return Ok(RefundStatus {
            paid: false,
            transaction,
        });
    }
    if transaction.is_none() {
        return Err(RefundError::Nothing);
    }
    let paid = carry(operator, &claim, Step::PayBack).await?;
    if paid {
        store::note_refunded(&operator.pool, contract, investor, operator.clock.now()).await?;
        tracing::info!(%contract, %investor, "paid back");
    }
    Ok(RefundStatus { paid, transaction })
}

/// An investor's part in a failed offering.
struct Claim {
    contract: Address,
    investor: Address,
    token: Address,
    name: B256,
}

#[derive(Clone, Copy)]
enum Step {
    /// Units become a debt of the contract.
    TakeBack,
    /// The debt is paid out.
    PayBack,
}

/// Whether the contract says that a step is still to be made.
async fn is_due(operator: &Operator, claim: &Claim, step: Step) -> Result<bool, RpcError> {
    match step {
        Step::TakeBack => Ok(offering::held(operator, claim.contract, claim.investor).await? > 0),
        Step::PayBack => {
            let call = owed_call(claim.token, claim.investor);
            let answer = operator.rpc.call_contract(claim.contract, &call).await?;
            let owed = read_owed(&answer).ok_or(RpcError::Malformed { method: "eth_call" })?;
            Ok(owed > AssetAmount::ZERO)
        }
    }
}

/// Sends a step while it is due and not on its way, and waits for it. `false` when it still is.
async fn carry(operator: &Operator, claim: &Claim, step: Step) -> Result<bool, RefundError> {
    let (job, call) = match step {
        Step::TakeBack => (Job::TakeBack(claim.name), refund_units_call(claim.investor)),
        Step::PayBack => (
            Job::PayBack(claim.name),
            pay_out_call(claim.token, claim.investor),
        ),
    };
    // First what was sent, then what is due: what was carried out meanwhile is not due any more.
    let on_its_way = on_its_way(operator, claim, (job, &call)).await?;
    if !is_due(operator, claim, step).await? {
        return Ok(true);
    }
    if !on_its_way {
        match gas::send(operator, job, claim.contract, call).await {
            Ok(_) => {}
            // Somebody else was first.
            Err(SendError::Reverted(_)) if !is_due(operator, claim, step).await? => return Ok(true),
            Err(error) => return Err(error.into()),
        }
    }
    let wait = Duration::from_millis(operator.config.settle_wait_ms);
    let landed = tokio::time::timeout(wait, until_made(operator, claim, step)).await;
    match landed {
        Ok(made) => {
            made?;
            Ok(true)
        }
        Err(_) => Ok(false),
    }
}

async fn until_made(operator: &Operator, claim: &Claim, step: Step) -> Result<(), RpcError> {
    while is_due(operator, claim, step).await? {
        tokio::time::sleep(POLL).await;
    }
    Ok(())
}

/// Whether a transaction of the job may still be mined; it is sent again. Those that were mined are done with, whatever came of
/// them.
async fn on_its_way(
    operator: &Operator,
    claim: &Claim,
    (job, call): (Job, &Bytes),
) -> Result<bool, RefundError> {
    for transaction in gas::journalled(&operator.pool, job).await? {
        if operator.rpc.receipt(transaction.hash).await?.is_some() {
            gas::drop_transaction(&operator.pool, transaction.hash).await?;
        }
    }
    Ok(carry_on(operator, job, claim.contract, call).await?)
}

/// The transaction that took the units back.
async fn find(operator: &Operator, claim: &Claim, from_block: u64) -> Result<Option<B256>, RpcError> {
    let filter = LogFilter {
        address: claim.contract,
        topics: vec![Some(refunded_topic()), Some(claim.investor.into_word())],
        from_block,
    };
    let logs = operator.rpc.logs(&filter).await?;
    Ok(logs.first().map(|log| log.transaction))
}
