use chain::{Bytes, RpcError};
use sig::Address;

use super::{
    Operator,
    gas::{self, Job, Journalled, SendError},
};

/// Sends what was journalled for a job and is not mined again: a till may have died between writing it down and sending it.
/// `false` when there is nothing that will ever be mined.
pub(super) async fn carry_on(
    operator: &Operator,
    job: Job,
    to: Address,
    call: &Bytes,
) -> Result<bool, SendError> {
    let journalled = gas::journalled(&operator.pool, job).await?;
    let Some(newest) = journalled.first() else {
        return Ok(false);
    };
    if is_mined(operator, &journalled).await? {
        return Ok(true);
    }
    match operator.rpc.send_raw_transaction(&newest.raw).await {
        Ok(_) => {}
        Err(error) if gas::is_known(&error) => {}
        Err(error @ RpcError::Node { .. }) => {
            if is_mined(operator, &journalled).await? {
                return Ok(true);
            }
            tracing::warn!(transaction = %newest.hash, %error, "a journalled transaction is given up");
            gas::drop_job(&operator.pool, job).await?;
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    }
    gas::raise(operator, job, newest, to, call).await?;
    Ok(true)
}

async fn is_mined(operator: &Operator, journalled: &[Journalled]) -> Result<bool, RpcError> {
    for transaction in journalled {
        if operator.rpc.receipt(transaction.hash).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
