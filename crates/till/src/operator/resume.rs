use std::{sync::Arc, time::Duration};

use super::{
    Operator, bank, book, deposits, exchange, finality,
    payment_store::{self, PaymentState, StoredPayment},
    quote_store, refund,
    settle::{SettleError, book_landing, bring_to_end},
    submit, subscriptions,
};

/// Brings begun payments to their end when nobody asks about them any more, and notices refused ones that landed by
/// somebody else's hand. Runs until the till stops.
pub(super) async fn run(operator: Arc<Operator>) {
    loop {
        tokio::time::sleep(Duration::from_millis(operator.config.look_after_ms)).await;
        if let Err(error) = resume(&operator).await {
            tracing::warn!(%error, "unfinished payments cannot be looked after now");
        }
    }
}

async fn resume(operator: &Operator) -> Result<(), SettleError> {
    let now = operator.clock.now();
    let begun = payment_store::begun(&operator.pool).await?;
    let refused = payment_store::refused(&operator.pool, now).await?;
    for payment in begun.into_iter().chain(refused) {
        payment_store::looked_at(&operator.pool, payment.id, now).await?;
        match carry_on(operator, &payment).await {
            Ok(()) => {}
            // One damaged row does not keep the others waiting.
            Err(SettleError::Storage(error)) => {
                tracing::error!(payment = payment.id, %error, "left for later")
            }
            Err(error) => return Err(error),
        }
    }
    for payment in payment_store::not_final(&operator.pool).await? {
        payment_store::looked_at(&operator.pool, payment.id, now).await?;
        watch_settled(operator, &payment).await?;
    }
    refund::resume(operator).await?;
    exchange::resume(operator).await?;
    subscriptions::resume(operator).await?;
    bank::resume(operator).await?;
    deposits::watch(operator).await
}

/// Takes a settled payment back when the chain no longer has it, and proves it again where it is now.
async fn watch_settled(operator: &Operator, payment: &StoredPayment) -> Result<(), SettleError> {
    let _guard = operator.locks.lock(payment.order_hash).await?;
    let payment = payment_store::by_id(&operator.pool, payment.id).await?;
    let (PaymentState::Settled, Some((number, hash))) = (payment.state, payment.block) else {
        return Ok(());
    };
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    if operator.rpc.block_hash_of(number).await? == Some(hash) {
        finality::of(operator, &payment, &quote).await?;
        return Ok(());
    }
    let again = match payment.wanted(&quote) {
        Some(wanted) => submit::find_landing(operator, &wanted).await?,
        None => deposits::prove_again(operator, &payment).await?,
    };
    match again {
        Some(proof) if Some(proof.transaction) == payment.transaction => {
            tracing::warn!(order_hash = %payment.order_hash, "a reorganisation moved a settled payment");
            payment_store::moved(&operator.pool, payment.id, proof.block_number, proof.block_hash).await?;
        }
        _ => {
            book::withdraw(operator, &payment).await?;
            let payment = payment_store::by_id(&operator.pool, payment.id).await?;
            let _ = bring_to_end(operator, &payment).await?;
        }
    }
    Ok(())
}

async fn carry_on(operator: &Operator, payment: &StoredPayment) -> Result<(), SettleError> {
    let _guard = operator.locks.lock(payment.order_hash).await?;
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
    let Some(wanted) = payment.wanted(&quote) else {
        return Ok(());
    };
    if let Some(proof) = submit::find_landing(operator, &wanted).await? {
        let _ = book_landing(operator, payment, &quote, &proof).await?;
    }
    Ok(())
}
