use std::{sync::Arc, time::Duration};

use super::{
    Operator,
    payment_store::{self, PaymentState, StoredPayment},
    quote_store,
    settle::{SettleError, book_landing, bring_to_end},
    submit,
};

const PAUSE: Duration = Duration::from_secs(10);

/// Brings begun payments to their end when nobody asks about them any more, and notices refused ones that landed by
/// somebody else's hand. Runs until the till stops.
pub(super) async fn run(operator: Arc<Operator>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = resume(&operator).await {
            tracing::warn!(%error, "unfinished payments cannot be looked after now");
        }
    }
}

async fn resume(operator: &Operator) -> Result<(), SettleError> {
    for payment in payment_store::unfinished(&operator.pool, operator.clock.now()).await? {
        match carry_on(operator, &payment).await {
            Ok(()) => {}
            // One damaged row does not keep the others waiting.
            Err(SettleError::Storage(error)) => {
                tracing::error!(payment = payment.id, %error, "left for later")
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn carry_on(operator: &Operator, payment: &StoredPayment) -> Result<(), SettleError> {
    let _guard = operator.order_locks.lock(payment.order_hash).await;
    let payment = payment_store::by_id(&operator.pool, payment.id).await?;
    match payment.state {
        // The answer is stored for whoever asks.
        PaymentState::Stored | PaymentState::Submitted => bring_to_end(operator, &payment).await.map(drop),
        PaymentState::Refused => look_for_landing(operator, &payment).await,
        PaymentState::Settled | PaymentState::RefundDue => Ok(()),
    }
}

async fn look_for_landing(operator: &Operator, payment: &StoredPayment) -> Result<(), SettleError> {
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    if let Some(proof) = submit::find_landing(operator, payment.authorization(), &quote).await? {
        let _ = book_landing(operator, payment, &quote, &proof).await?;
    }
    Ok(())
}
