//! Books a proven payment: settled or to be given back, the ledger and the papers, all in one database transaction.

use std::sync::atomic::Ordering;

use chain::PaymentProof;
use checkout::{
    TengeCredit,
    x402::{
        CRYPTOCITY, Extensions, OFFER_RECEIPT, SettleResponse, SettlementInfo, X402Receipt,
        cryptocity_extension,
    },
};
use serde_json::json;
use sig::B256;
use sqlx::AnyConnection;
use units::Tiyn;

use super::{
    Operator,
    payment_store::{self, StoredPayment},
    quote_store::StoredQuote,
    refusal::Refusal,
};
use crate::storage::{self, to_integer};

pub(super) const FEE_INCOME: &str = "income:fee";
const REFUNDS_DUE: &str = "liability:refunds-due";

/// Books a payment as the one that pays its order. When another one does already, it is to be given back.
pub(super) async fn settle(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
    proof: &PaymentProof,
) -> Result<Result<SettleResponse, Refusal>, sqlx::Error> {
    let answer = papers(operator, payment, quote, proof)?;
    let mut transaction = storage::begin(&operator.pool).await?;
    let now = operator.clock.now();
    match payment_store::settle(&mut transaction, payment.id, proof, &answer).await {
        Ok(true) => {
            let rows = rows_of_settlement(quote);
            let entry = Entry {
                name: format!("payment:{}:{}", payment.id, payment.withdrawn),
                order_hash: Some(payment.order_hash),
            };
            book(&mut transaction, &entry, &rows, now).await?;
            transaction.commit().await?;
            operator.settled.fetch_add(1, Ordering::Relaxed);
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
    let mut transaction = storage::begin(&operator.pool).await?;
    if payment_store::owe_refund(&mut transaction, payment.id, proof).await? {
        let rows = rows_of_refund_due(quote);
        let entry = Entry {
            name: format!("due:{}:{}", payment.id, payment.withdrawn),
            order_hash: Some(payment.order_hash),
        };
        book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::warn!(order_hash = %payment.order_hash, transaction = %proof.transaction, "refund due");
    }
    transaction.commit().await
}

/// Takes back what was booked for a payment that a reorganisation took out of the chain. The merchant's balance falls;
/// the payment is on its way again.
pub(super) async fn withdraw(operator: &Operator, payment: &StoredPayment) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(&operator.pool).await?;
    if payment_store::withdraw(&mut transaction, payment.id).await? {
        sqlx::query(
            "INSERT INTO ledger (entry, order_hash, account, tiyn, booked_at) \
             SELECT 'withdrawal' || substr(entry, 8), order_hash, account, -tiyn, CAST($1 AS BIGINT) \
             FROM ledger WHERE entry = $2",
        )
        .bind(to_integer(operator.clock.now()))
        .bind(format!("payment:{}:{}", payment.id, payment.withdrawn))
        .execute(&mut *transaction)
        .await?;
        tracing::error!(order_hash = %payment.order_hash, "a reorganisation took a settled payment back");
    }
    transaction.commit().await
}

/// What a settled payment moves: the asset came, the merchant is owed the total less the fee.
pub(super) fn rows_of_settlement(quote: &StoredQuote) -> [(String, i64); 3] {
    let terms = &quote.signed.quote;
    [
        (format!("asset:{}", terms.asset), quote.total_tiyn.to_i64()),
        (
            merchant_account(&quote.merchant_id),
            -terms.merchant_tiyn.to_i64(),
        ),
        (FEE_INCOME.into(), -terms.fee_tiyn.to_i64()),
    ]
}

/// What a payment moves that landed although it was not taken.
pub(super) fn rows_of_refund_due(quote: &StoredQuote) -> [(String, i64); 2] {
    let total: Tiyn = quote.total_tiyn;
    [
        (format!("asset:{}", quote.signed.quote.asset), total.to_i64()),
        (REFUNDS_DUE.into(), -total.to_i64()),
    ]
}

/// What the rows of an entry have in common.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) order_hash: Option<B256>,
}

/// The merchant's account: what the operator owes it.
pub(super) fn merchant_account(merchant_id: &str) -> String {
    format!("liability:merchant:{merchant_id}")
}

/// Books an entry: rows of account and tiyn that add up to zero.
pub(super) async fn book(
    connection: &mut AnyConnection,
    entry: &Entry,
    rows: &[(String, i64)],
    now: u64,
) -> Result<(), sqlx::Error> {
    if rows.iter().map(|(_, tiyn)| i128::from(*tiyn)).sum::<i128>() != 0 {
        return Err(sqlx::Error::Encode(
            format!("the rows of {} do not add up to zero", entry.name).into(),
        ));
    }
    for (account, tiyn) in rows.iter().filter(|(_, tiyn)| *tiyn != 0) {
        sqlx::query(
            "INSERT INTO ledger (entry, order_hash, account, tiyn, booked_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&entry.name)
        .bind(entry.order_hash.map(|hash| hash.to_string()))
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
    let payer = payment.payer;
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
