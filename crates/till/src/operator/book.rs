//! Books a proven payment: settled or to be given back, the ledger and the papers, all in one database transaction.

use chain::PaymentProof;
use checkout::{
    TengeCredit,
    x402::{
        CRYPTOCITY, Extensions, OFFER_RECEIPT, SettleResponse, SettlementInfo, X402Receipt,
        cryptocity_extension,
    },
};
use serde_json::json;
use sqlx::SqliteConnection;
use units::Tiyn;

use super::{
    Operator,
    payment_store::{self, StoredPayment},
    quote_store::StoredQuote,
    refusal::Refusal,
};
use crate::storage::{self, to_integer};

const FEE_INCOME: &str = "income:fee";
const REFUNDS_DUE: &str = "liability:refunds-due";

/// Books a payment as the one that pays its order. When another one does already, it is to be given back.
pub(super) async fn settle(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
    proof: &PaymentProof,
) -> Result<Result<SettleResponse, Refusal>, sqlx::Error> {
    let answer = papers(operator, payment, quote, proof)?;
    let mut transaction = operator.pool.begin_with(storage::BEGIN).await?;
    let now = operator.clock.now();
    match payment_store::settle(&mut transaction, payment.id, proof, &answer).await {
        Ok(true) => {
            let terms = &quote.signed.quote;
            let merchant = format!("liability:merchant:{}", quote.merchant_id);
            let rows = [
                (format!("asset:{}", terms.asset), quote.total_tiyn.to_i64()),
                (merchant, -terms.merchant_tiyn.to_i64()),
                (FEE_INCOME.into(), -terms.fee_tiyn.to_i64()),
            ];
            book(&mut transaction, payment.id, &rows, now).await?;
            transaction.commit().await?;
            tracing::info!(order_hash = %payment.order_hash, transaction = %proof.transaction, "settled");
            Ok(Ok(answer))
        }
        Ok(false) => Err(sqlx::Error::RowNotFound),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            drop(transaction);
            owe_refund(operator, payment, quote, proof).await?;
            Ok(Err(
                Refusal::already_paid().with_transaction(Some(proof.transaction))
            ))
        }
        Err(error) => Err(error),
    }
}

/// Books a payment that landed although it was not taken.
pub(super) async fn owe_refund(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
    proof: &PaymentProof,
) -> Result<(), sqlx::Error> {
    let mut transaction = operator.pool.begin_with(storage::BEGIN).await?;
    if payment_store::owe_refund(&mut transaction, payment.id, proof).await? {
        let total: Tiyn = quote.total_tiyn;
        let rows = [
            (format!("asset:{}", quote.signed.quote.asset), total.to_i64()),
            (REFUNDS_DUE.into(), -total.to_i64()),
        ];
        book(&mut transaction, payment.id, &rows, operator.clock.now()).await?;
        tracing::warn!(order_hash = %payment.order_hash, transaction = %proof.transaction, "refund due");
    }
    transaction.commit().await
}

async fn book(
    connection: &mut SqliteConnection,
    payment: i64,
    rows: &[(String, i64)],
    now: u64,
) -> Result<(), sqlx::Error> {
    for (account, tiyn) in rows.iter().filter(|(_, tiyn)| *tiyn != 0) {
        sqlx::query("INSERT INTO ledger (payment, account, tiyn, booked_at) VALUES (?, ?, ?, ?)")
            .bind(payment)
            .bind(account)
            .bind(tiyn)
            .bind(to_integer(now))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn papers(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
    proof: &PaymentProof,
) -> Result<SettleResponse, sqlx::Error> {
    let (terms, now) = (&quote.signed.quote, operator.clock.now());
    let key = &operator.config.quote_key;
    let payer = payment.authorization().from;
    let network = terms.asset.chain.to_string();
    let home_chain = operator.registry.with(|registry| registry.home_chain);
    let credit = TengeCredit {
        order_hash: terms.order_hash,
        merchant_id: quote.merchant_id.clone(),
        total_tiyn: quote.total_tiyn,
        fee_tiyn: terms.fee_tiyn,
        merchant_tiyn: terms.merchant_tiyn,
        transaction: proof.transaction,
        issued_at: now,
    };
    let receipt = X402Receipt::new(&network, &quote.resource_url, payer, proof.transaction, now).sign(key);
    let info = SettlementInfo {
        credit: credit.sign(home_chain, key),
        proof: *proof,
    };
    let info = cryptocity_extension(&info).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let extensions = Extensions::from([
        (OFFER_RECEIPT.into(), json!({ "info": { "receipt": receipt } })),
        (CRYPTOCITY.into(), info),
    ]);
    Ok(SettleResponse {
        success: true,
        error_reason: None,
        error_message: None,
        payer: Some(payer),
        transaction: proof.transaction.to_string(),
        network,
        amount: Some(terms.amount),
        extensions: Some(extensions),
    })
}
