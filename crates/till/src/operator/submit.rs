//! Brings a stored payment to its end on the chain, or finds that it is there already. Looks before it sends, every
//! time: after a crash, a lost reply, or somebody else's submission.

use std::time::Duration;

use chain::{
    Authorization, Bytes, LogFilter, PaymentProof, Receipt, RpcError, authorization_used_topic,
    prove_payment, transfer_with_authorization_call,
};
use sig::{Address, B256, EvmSignature};

use super::{
    Operator,
    gas::{self, Job, Journalled, SendError},
    refusal::Refusal,
};

/// A receipt is looked for this often during the first second, later less often.
const FIRST_POLLS: (u32, Duration) = (20, Duration::from_millis(50));
const LATER_POLL: Duration = Duration::from_millis(250);

/// How far a payment came.
#[derive(Debug)]
pub(super) enum Progress {
    /// The chain proves it, whoever submitted it.
    Paid(PaymentProof),
    /// Broadcast, not mined within the time this till waits.
    Pending(B256),
    /// Nothing was paid.
    NotPaid(Refusal),
}

/// Why nothing can be said about a payment now. Asking again is safe.
#[derive(Debug, thiserror::Error)]
pub(super) enum SubmitError {
    #[error("the node cannot be used: {0}")]
    Rpc(#[from] RpcError),
    #[error(transparent)]
    Send(SendError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<SendError> for SubmitError {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Rpc(error) => Self::Rpc(error),
            SendError::Storage(error) => Self::Storage(error),
            error => Self::Send(error),
        }
    }
}

/// What is to be brought onto the chain: an authorization with its signature.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) job: Job,
    pub(super) token: Address,
    pub(super) authorization: Authorization,
    pub(super) signature: EvmSignature,
    /// Where the search for it begins.
    pub(super) from_block: u64,
}

impl Wanted {
    fn call(&self) -> Bytes {
        transfer_with_authorization_call(&self.authorization, &self.signature)
    }

    /// Finds the use of the authorization, by whoever's hand.
    pub(super) fn filter(&self) -> LogFilter {
        LogFilter {
            address: self.token,
            topics: vec![
                Some(authorization_used_topic()),
                Some(self.authorization.from.into_word()),
                Some(self.authorization.nonce),
            ],
            from_block: self.from_block,
        }
    }
}

/// Settles an authorization on the chain.
pub(super) async fn submit(operator: &Operator, wanted: &Wanted) -> Result<Progress, SubmitError> {
    operator.rpc.check_chain().await?;
    let journalled = gas::journalled(&operator.pool, wanted.job).await?;
    if !journalled.is_empty()
        && let Some(progress) = follow(operator, &journalled, wanted).await?
    {
        return Ok(progress);
    }
    match gas::send(operator, wanted.job, wanted.token, wanted.call()).await {
        Ok(hash) => wait(operator, hash, wanted).await,
        Err(SendError::Reverted(text)) => match find_landing(operator, wanted).await? {
            Some(proof) => Ok(Progress::Paid(proof)),
            None => Ok(Progress::NotPaid(refused_by_token(operator, wanted, text).await?)),
        },
        Err(error) => Err(error.into()),
    }
}

/// Looks whether an authorization landed, by whoever's hand.
pub(super) async fn find_landing(
    operator: &Operator,
    wanted: &Wanted,
) -> Result<Option<PaymentProof>, RpcError> {
    operator.rpc.check_chain().await?;
    find_landing_of(operator, wanted).await
}

/// Follows transactions that were journalled before; `None` when none of them will ever be mined.
async fn follow(
    operator: &Operator,
    journalled: &[Journalled],
    wanted: &Wanted,
) -> Result<Option<Progress>, SubmitError> {
    if let Some(receipt) = first_receipt(operator, journalled).await? {
        return conclude(operator, &receipt, wanted).await.map(Some);
    }
    let Some(newest) = journalled.first() else {
        return Ok(None);
    };
    match operator.rpc.send_raw_transaction(&newest.raw).await {
        Ok(_) => {}
        Err(error) if gas::is_known(&error) => {}
        Err(error @ RpcError::Node { .. }) => {
            if let Some(receipt) = first_receipt(operator, journalled).await? {
                return conclude(operator, &receipt, wanted).await.map(Some);
            }
            tracing::warn!(transaction = %newest.hash, %error, "a journalled transaction is given up");
            gas::drop_job(&operator.pool, wanted.job).await?;
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    }
    let hash = gas::raise(operator, wanted.job, newest, wanted.token, &wanted.call()).await?;
    wait(operator, hash, wanted).await.map(Some)
}

/// The receipt of the one that was mined.
async fn first_receipt(operator: &Operator, journalled: &[Journalled]) -> Result<Option<Receipt>, RpcError> {
    for transaction in journalled {
        if let Some(receipt) = operator.rpc.receipt(transaction.hash).await? {
            return Ok(Some(receipt));
        }
    }
    Ok(None)
}

async fn wait(operator: &Operator, hash: B256, wanted: &Wanted) -> Result<Progress, SubmitError> {
    let deadline = Duration::from_millis(operator.config.settle_wait_ms);
    match tokio::time::timeout(deadline, poll_receipt(operator, hash)).await {
        Ok(receipt) => conclude(operator, &receipt, wanted).await,
        Err(_) => Ok(Progress::Pending(hash)),
    }
}

async fn poll_receipt(operator: &Operator, hash: B256) -> Receipt {
    let (first, often) = FIRST_POLLS;
    let mut polls = 0u32;
    loop {
        match operator.rpc.receipt(hash).await {
            Ok(Some(receipt)) => return receipt,
            Ok(None) => {}
            Err(error) => tracing::warn!(transaction = %hash, %error, "the receipt cannot be asked for"),
        }
        tokio::time::sleep(if polls < first { often } else { LATER_POLL }).await;
        polls = polls.saturating_add(1);
    }
}

async fn conclude(operator: &Operator, receipt: &Receipt, wanted: &Wanted) -> Result<Progress, SubmitError> {
    if let Ok(proof) = prove_payment(receipt, wanted.token, &wanted.authorization) {
        return Ok(Progress::Paid(proof));
    }
    gas::drop_job(&operator.pool, wanted.job).await?;
    match find_landing_of(operator, wanted).await? {
        Some(proof) => Ok(Progress::Paid(proof)),
        None => Ok(Progress::NotPaid(
            Refusal::new("invalid_transaction_state", "the transaction was reverted")
                .with_transaction(Some(receipt.transaction)),
        )),
    }
}

async fn find_landing_of(operator: &Operator, wanted: &Wanted) -> Result<Option<PaymentProof>, RpcError> {
    for log in operator.rpc.logs(&wanted.filter()).await? {
        let Some(receipt) = operator.rpc.receipt(log.transaction).await? else {
            continue;
        };
        if let Ok(proof) = prove_payment(&receipt, wanted.token, &wanted.authorization) {
            return Ok(Some(proof));
        }
    }
    Ok(None)
}

/// Names why the token refuses: a nonce that was used or cancelled, or whatever the simulation says (mostly funds).
async fn refused_by_token(operator: &Operator, wanted: &Wanted, text: String) -> Result<Refusal, RpcError> {
    let (payer, nonce) = (wanted.authorization.from, wanted.authorization.nonce);
    let reason = if operator
        .rpc
        .authorization_state(wanted.token, payer, nonce)
        .await?
    {
        "invalid_exact_evm_nonce_already_used"
    } else if operator.rpc.token_balance(wanted.token, payer).await? < wanted.authorization.value {
        "insufficient_funds"
    } else {
        "invalid_exact_evm_transaction_simulation_failed"
    };
    Ok(Refusal::new(reason, text))
}
