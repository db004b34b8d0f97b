use chain::{Authorization, authorization_digest};
use checkout::RefundReceipt;
use sig::{Signer, sha256_digest};

use super::{
    RefundAnswer, RefundError,
    amounts::amount_of,
    balance,
    store::{Stored, Terms},
};
use crate::{
    operator::{
        Operator,
        book::{self, Entry, FEE_INCOME, merchant_account},
        gas::Job,
        payment_store,
        quote_store::{self, StoredQuote},
        settle::SettleError,
        submit::{self, Progress, Wanted},
    },
    storage::{self, to_integer, to_json},
};

/// A refund's authorization is good for so long; the next try signs another with the same nonce.
const AUTHORIZED_SECONDS: u64 = 24 * 3600;

/// Brings a refund on. The caller holds the order's lock.
pub(super) async fn pay(operator: &Operator, mut refund: Stored) -> Result<RefundAnswer, RefundError> {
    if let Some(receipt) = refund.receipt {
        return Ok(RefundAnswer::Paid {
            receipt: Box::new(receipt),
        });
    }
    let payment = payment_store::by_id(&operator.pool, refund.payment).await?;
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    if refund.terms.is_none() && !begin(operator, &mut refund, &quote).await? {
        return Ok(RefundAnswer::Pending);
    }
    let (Some(terms), Some(key)) = (refund.terms.clone(), operator.config.settlement_key.as_ref()) else {
        return Err(RefundError::NotOffered);
    };
    let id = quote.signed.quote.asset;
    let asset = operator.registry.with(|registry| registry.asset(id).cloned());
    let asset = asset.ok_or(RefundError::Amount)?;
    let authorization = Authorization {
        from: key.address(),
        to: payment.payer,
        value: terms.amount,
        valid_after: 0,
        valid_before: operator.clock.now().saturating_add(AUTHORIZED_SECONDS),
        nonce: sha256_digest(format!("cryptocity/refund-nonce/1 {}", refund.request.request.id).as_bytes())
            .to_b256(),
    };
    let domain = asset.domain();
    let wanted = Wanted {
        job: Job::Refund(refund.id),
        token: id.token,
        authorization,
        signature: key.sign(&authorization_digest(&authorization, &domain)),
        from_block: refund.issued_block,
    };
    let progress = submit::submit(operator, &wanted)
        .await
        .map_err(SettleError::from)?;
    let Progress::Paid(proof) = progress else {
        tracing::warn!(refund = %refund.request.request.id, ?progress, "the refund is not paid yet");
        return Ok(RefundAnswer::Pending);
    };
    let home_chain = operator.registry.with(|registry| registry.home_chain);
    let receipt = RefundReceipt {
        id: refund.request.request.id,
        order_hash: refund.order_hash,
        payer: payment.payer,
        asset: id,
        amount: terms.amount,
        rate: terms.rate,
        tiyn: refund.tiyn,
        fee_tiyn: refund.fee,
        payment: payment.transaction.unwrap_or_default(),
        transaction: proof.transaction,
        issued_at: operator.clock.now(),
    }
    .sign(home_chain, &operator.config.quote_key);
    sqlx::query("UPDATE refunds SET state = 'paid', receipt = $1, transaction_hash = $2 WHERE id = $3")
        .bind(to_json(&receipt)?)
        .bind(proof.transaction.to_string())
        .bind(refund.id)
        .execute(&operator.pool)
        .await?;
    tracing::info!(refund = %receipt.receipt.id, transaction = %proof.transaction, "refund paid");
    Ok(RefundAnswer::Paid {
        receipt: Box::new(receipt),
    })
}

/// Fixes rate and amount and books the refund, when the merchant's credit covers it. `false` when it does not.
async fn begin(operator: &Operator, refund: &mut Stored, quote: &StoredQuote) -> Result<bool, RefundError> {
    let id = quote.signed.quote.asset;
    let rate = operator.rates.current(id, operator.clock.now())?;
    let decimals = operator
        .registry
        .with(|registry| registry.asset(id).map(|asset| asset.decimals));
    let amount = decimals.and_then(|decimals| amount_of(&rate.rate, refund.tiyn, decimals));
    let terms = Terms {
        amount: amount.ok_or(RefundError::Amount)?,
        rate: rate.rate,
    };
    let issued_block = operator.rpc.block_number().await.map_err(SettleError::from)?;
    // One refund of a merchant at a time: the same credit is not spent twice.
    let _guard = operator
        .locks
        .lock(format!("balance:{}", refund.merchant_id))
        .await?;
    let from_merchant = refund.tiyn.checked_sub(refund.fee).unwrap_or_default();
    if balance(&operator.pool, &refund.merchant_id).await? < from_merchant.to_i64() {
        return Ok(false);
    }
    let mut transaction = storage::begin(&operator.pool).await?;
    let done = sqlx::query("UPDATE refunds SET state = 'stored', terms = $1, issued_block = $2 WHERE id = $3 AND state = 'waiting'")
        .bind(to_json(&terms)?)
        .bind(to_integer(issued_block))
        .bind(refund.id)
        .execute(&mut *transaction)
        .await?;
    if done.rows_affected() == 1 {
        let rows = [
            (merchant_account(&refund.merchant_id), from_merchant.to_i64()),
            (FEE_INCOME.into(), refund.fee.to_i64()),
            (format!("asset:{id}"), -refund.tiyn.to_i64()),
        ];
        let entry = Entry {
            name: format!("refund:{}", refund.id),
            order_hash: Some(refund.order_hash),
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
    }
    transaction.commit().await?;
    refund.terms = Some(terms);
    refund.issued_block = issued_block;
    Ok(true)
}
