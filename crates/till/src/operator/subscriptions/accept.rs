use std::time::Duration;

use axum::http::StatusCode;
use chain::{LogFilter, RpcError};
use deals::{
    AcceptSubscription, OfferingPhase, SignedSubscription, receive_digest, subscribe_call, subscribed_topic,
};
use sig::B256;

use super::{
    offering,
    store::{self, Stage, StoredSubscription},
};
use crate::{
    ApiError,
    operator::{
        Operator,
        carry_on::carry_on,
        gas::{self, Job, SendError},
        identification::{IdentityRefusal, admit},
    },
};

/// How often the chain is asked whether a subscription has landed.
const POLL: Duration = Duration::from_millis(100);

/// Why a subscription is not paid.
#[derive(Debug, thiserror::Error)]
pub(super) enum AcceptError {
    #[error("this operator registered no such subscription")]
    Unknown,
    #[error("the subscription has ended: nothing was paid")]
    Ended,
    #[error("the signature is not the investor's over this payment")]
    Signature,
    #[error("the offering closed meanwhile: nothing was paid")]
    Closed,
    #[error("only {0} units are left: nothing was paid")]
    SoldOut(u64),
    #[error("one investor holds {0} units at most: nothing was paid")]
    AboveMaximum(u64),
    #[error("the investor has too little: nothing was paid")]
    TooLittle,
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
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, text.clone());
        match error {
            AcceptError::Unknown => Self::new(StatusCode::NOT_FOUND, "unknown_subscription", text),
            AcceptError::Ended => conflict("subscription_ended"),
            AcceptError::Signature => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "signature_invalid", text),
            AcceptError::Closed => conflict("offering_closed"),
            AcceptError::SoldOut(left) => conflict("sold_out").with_detail("leftUnits", left),
            AcceptError::AboveMaximum(limit) => {
                conflict("above_investor_maximum").with_detail("limitUnits", limit)
            }
            AcceptError::TooLittle => conflict("insufficient_funds"),
            AcceptError::Reverted(_) => conflict("subscription_refused"),
            AcceptError::Identity(refusal) => refusal.answer(),
            AcceptError::Send(_) => Self::unavailable("chain_unavailable", text),
            AcceptError::Storage(error) => error.into(),
        }
    }
}

/// Takes the investor's signature over the payment, keeps it, and subscribes. The same acceptance again gives the same
/// answer.
pub(super) async fn accept(
    operator: &Operator,
    request: &AcceptSubscription,
) -> Result<StoredSubscription, AcceptError> {
    let signed = &request.subscription;
    let id = signed.id();
    let _guard = operator.locks.lock(id).await?;
    let known = store::by_id(&operator.pool, id).await?;
    let known = known
        .filter(|known| known.signed == *signed)
        .ok_or(AcceptError::Unknown)?;
    match known.stage {
        Stage::Subscribed => return Ok(known),
        Stage::Refused | Stage::Ended => return Err(AcceptError::Ended),
        Stage::Offered | Stage::Pending => {}
    }
    let asset = operator
        .registry
        .with(|registry| registry.asset(signed.asset).cloned())
        .ok_or(AcceptError::Unknown)?;
    let digest = receive_digest(&signed.payment(), &asset.domain());
    if request.signature.recover(&digest) != Ok(signed.subscription.investor) {
        return Err(AcceptError::Signature);
    }
    if known.stage == Stage::Offered {
        if operator.clock.now() >= signed.subscription.expires_at {
            return match look_a_last_time(operator, known).await? {
                landed if landed.stage == Stage::Subscribed => Ok(landed),
                _ => Err(AcceptError::Ended),
            };
        }
        let investor = signed.subscription.investor;
        let _admitted = admit(operator, investor, known.worth).await?;
        store::accept(&operator.pool, known.id, &request.signature).await?;
    }
    bring_to_end(operator, id).await
}

/// Brings subscriptions on that wait for the chain, and ends those past their time.
pub(in crate::operator) async fn resume(operator: &Operator) -> Result<(), sqlx::Error> {
    for subscription in store::unfinished(&operator.pool, operator.clock.now()).await? {
        let id = subscription.signed.id();
        let _guard = operator.locks.lock(id).await?;
        let brought = match subscription.stage {
            Stage::Pending => bring_to_end(operator, id).await,
            _ => look_a_last_time(operator, subscription).await,
        };
        match brought {
            Ok(_) => {}
            Err(AcceptError::Storage(error)) => return Err(error),
            Err(error) => tracing::warn!(subscription = %id, %error, "a subscription waits"),
        }
    }
    Ok(())
}

/// Subscribes what both have signed, whatever happened to it before. The caller holds the subscription's lock.
async fn bring_to_end(operator: &Operator, id: B256) -> Result<StoredSubscription, AcceptError> {
    let subscription = store::by_id(&operator.pool, id)
        .await?
        .ok_or(AcceptError::Unknown)?;
    let (Stage::Pending, Some(signature)) = (subscription.stage, subscription.signature) else {
        return Ok(subscription);
    };
    // Anybody may have submitted it, this till before a crash among them.
    if let Some(landed) = find(operator, &subscription).await? {
        return note(operator, subscription, Stage::Subscribed, Some(landed)).await;
    }
    let job = Job::Subscription(subscription.id);
    let call = subscribe_call(&subscription.signed, &signature);
    let contract = subscription.signed.contract;
    if !carry_on(operator, job, contract, &call).await? {
        // Past its end the contract takes no payment any more.
        if operator.clock.now() >= subscription.signed.subscription.expires_at {
            return note(operator, subscription, Stage::Ended, None).await;
        }
        match gas::send(operator, job, contract, call).await {
            Ok(_) => {}
            Err(SendError::Reverted(text)) => return refused(operator, subscription, text).await,
            Err(error) => return Err(error.into()),
        }
    }
    let wait = Duration::from_millis(operator.config.settle_wait_ms);
    let landed = tokio::time::timeout(wait, poll(operator, &subscription)).await;
    match landed {
        Ok(landed) => note(operator, subscription, Stage::Subscribed, Some(landed?)).await,
        Err(_) if reverted(operator, job).await? => {
            refused(operator, subscription, "the transaction failed".into()).await
        }
        Err(_) => Ok(subscription),
    }
}

/// The contract said no, perhaps because somebody else was first with this very subscription.
async fn refused(
    operator: &Operator,
    subscription: StoredSubscription,
    text: String,
) -> Result<StoredSubscription, AcceptError> {
    if let Some(landed) = find(operator, &subscription).await? {
        return note(operator, subscription, Stage::Subscribed, Some(landed)).await;
    }
    let subscription = note(operator, subscription, Stage::Refused, None).await?;
    // The node that has just answered may be gone: then its words are all there is.
    match why(operator, &subscription.signed).await {
        Ok(Some(error)) => Err(error),
        Ok(None) | Err(_) => Err(AcceptError::Reverted(text)),
    }
}

/// Why the contract refuses a subscription, by what it says of itself.
async fn why(operator: &Operator, signed: &SignedSubscription) -> Result<Option<AcceptError>, RpcError> {
    let standing = offering::read(operator, signed.contract).await?;
    let wanted = signed.subscription;
    if standing.left < wanted.units {
        return Ok(Some(AcceptError::SoldOut(standing.left)));
    }
    if standing.phase != OfferingPhase::Open {
        return Ok(Some(AcceptError::Closed));
    }
    let held = offering::held(operator, signed.contract, wanted.investor).await?;
    let most = standing.offer.maximum_per_investor;
    if held.saturating_add(wanted.units) > most {
        return Ok(Some(AcceptError::AboveMaximum(most)));
    }
    let has = operator
        .rpc
        .token_balance(signed.asset.token, wanted.investor)
        .await?;
    Ok((has < wanted.amount).then_some(AcceptError::TooLittle))
}

/// Whether the job's transaction was carried out and refused; those it took the place of have its number.
async fn reverted(operator: &Operator, job: Job) -> Result<bool, AcceptError> {
    for transaction in gas::journalled(&operator.pool, job).await? {
        if let Some(receipt) = operator.rpc.receipt(transaction.hash).await? {
            if !receipt.succeeded {
                gas::drop_job(&operator.pool, job).await?;
            }
            return Ok(!receipt.succeeded);
        }
    }
    Ok(false)
}

async fn poll(operator: &Operator, subscription: &StoredSubscription) -> Result<(B256, u64), RpcError> {
    loop {
        if let Some(landed) = find(operator, subscription).await? {
            return Ok(landed);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// The transaction and block in which the contract says that it was paid.
async fn find(
    operator: &Operator,
    subscription: &StoredSubscription,
) -> Result<Option<(B256, u64)>, RpcError> {
    let filter = LogFilter {
        address: subscription.signed.contract,
        topics: vec![Some(subscribed_topic()), Some(subscription.signed.id())],
        from_block: subscription.issued_block,
    };
    let logs = operator.rpc.logs(&filter).await?;
    Ok(logs.first().map(|log| (log.transaction, log.block_number)))
}

/// Ends a subscription past its time, unless somebody else paid it without this till: that counts all the same.
async fn look_a_last_time(
    operator: &Operator,
    subscription: StoredSubscription,
) -> Result<StoredSubscription, AcceptError> {
    let landed = find(operator, &subscription).await?;
    let stage = if landed.is_some() {
        Stage::Subscribed
    } else {
        Stage::Ended
    };
    note(operator, subscription, stage, landed).await
}

async fn note(
    operator: &Operator,
    subscription: StoredSubscription,
    stage: Stage,
    landed: Option<(B256, u64)>,
) -> Result<StoredSubscription, AcceptError> {
    let now = operator.clock.now();
    let noted = store::finish(&operator.pool, subscription.id, stage, landed, now).await?;
    if noted && stage == Stage::Subscribed {
        tracing::info!(subscription = subscription.id, "subscribed");
    }
    Ok(StoredSubscription {
        stage,
        transaction: landed.map(|(transaction, _)| transaction),
        block_number: landed.map(|(_, block)| block),
        ..subscription
    })
}
