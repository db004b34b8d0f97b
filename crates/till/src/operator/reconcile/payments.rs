//! Payments and refunds against the chain.

use chain::{PaymentProof, Receipt, RpcError, prove_payment, transfer_topic};
use sig::{Address, B256, U256};
use sqlx::Row;

use super::{Books, ReconcileOperatorError};
use crate::{
    Report,
    operator::{
        book,
        payment_store::{self, PaymentState, StoredPayment},
        quote_store::{self, StoredQuote},
    },
    storage::from_text,
};

/// As many rows at a time.
const PAGE: i64 = 500;

pub(super) async fn reconcile(
    books: &Books<'_>,
    report: &mut Report<'_>,
) -> Result<(), ReconcileOperatorError> {
    let mut after = 0;
    loop {
        let page = payment_store::page(&books.pool, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for payment in &page {
            report.checked();
            check(books, payment, report).await?;
        }
    }
    refunds(books, report).await
}

async fn check(
    books: &Books<'_>,
    payment: &StoredPayment,
    report: &mut Report<'_>,
) -> Result<(), ReconcileOperatorError> {
    let quote = quote_store::by_id(&books.pool, payment.quote_id).await?;
    let subject = format!("payment {} of order {}", payment.id, payment.order_hash);
    match payment.state {
        PaymentState::Settled => {
            on_chain(books, payment, &quote, (&subject, report)).await?;
            let expected = book::rows_of_settlement(&quote);
            let name = format!("payment:{}:{}", payment.id, payment.withdrawn);
            entry(books, &name, &expected, (&subject, report)).await?;
            papers(payment, &quote, (&subject, report))?;
        }
        PaymentState::RefundDue => {
            on_chain(books, payment, &quote, (&subject, report)).await?;
            let expected = book::rows_of_refund_due(&quote);
            let name = format!("due:{}:{}", payment.id, payment.withdrawn);
            entry(books, &name, &expected, (&subject, report)).await?;
        }
        PaymentState::Refused => {
            let Some(wanted) = payment.wanted(&quote) else {
                return Ok(());
            };
            // Used by whoever's hand after nobody looked any more; cancelled ones are used, too, and paid nothing.
            let (payer, nonce) = (wanted.authorization.from, wanted.authorization.nonce);
            if books.rpc.authorization_state(wanted.token, payer, nonce).await?
                && let Some(proof) = landed(books, &wanted).await?
            {
                let found = format!("landed in {}, and nothing is booked", proof.transaction);
                report.differs(subject, "landed_unbooked", found)?;
            }
        }
        // On its way; the till looks after it.
        PaymentState::Stored | PaymentState::Submitted => {}
    }
    Ok(())
}

async fn landed(
    books: &Books<'_>,
    wanted: &crate::operator::submit::Wanted,
) -> Result<Option<PaymentProof>, RpcError> {
    let filter = wanted.filter();
    for log in books.rpc.logs(&filter).await? {
        if let Some(receipt) = books.rpc.receipt(log.transaction).await?
            && let Ok(proof) = prove_payment(&receipt, wanted.token, &wanted.authorization)
        {
            return Ok(Some(proof));
        }
    }
    Ok(None)
}

async fn on_chain(
    books: &Books<'_>,
    payment: &StoredPayment,
    quote: &StoredQuote,
    (subject, report): (&str, &mut Report<'_>),
) -> Result<(), ReconcileOperatorError> {
    let Some(hash) = payment.transaction else {
        return Ok(report.differs(subject, "no_transaction", "booked without a transaction")?);
    };
    let Some(receipt) = books.rpc.receipt(hash).await? else {
        let found = format!("the chain has no transaction {hash}");
        return Ok(report.differs(subject, "not_on_chain", found)?);
    };
    if payment.block != Some((receipt.block_number, receipt.block_hash)) {
        let found = format!(
            "in block {} now, {:?} is booked",
            receipt.block_number, payment.block
        );
        report.differs(subject, "other_block", found)?;
    }
    let problem = match payment.wanted(quote) {
        Some(wanted) => prove_payment(&receipt, wanted.token, &wanted.authorization)
            .err()
            .map(|error| error.to_string()),
        None => by_hand(books, payment, quote, &receipt).await?,
    };
    if let Some(problem) = problem {
        report.differs(subject, "not_proven", format!("{hash}: {problem}"))?;
    }
    Ok(())
}

/// A transfer by hand went to the order's own address.
async fn by_hand(
    books: &Books<'_>,
    payment: &StoredPayment,
    quote: &StoredQuote,
    receipt: &Receipt,
) -> Result<Option<String>, ReconcileOperatorError> {
    let row = sqlx::query("SELECT address FROM deposits WHERE quote_id = $1")
        .bind(payment.quote_id)
        .fetch_optional(&books.pool)
        .await?;
    let Some(row) = row else {
        return Ok(Some("no address was given for it".into()));
    };
    let address: Address = from_text(&row, "address")?;
    let came = receipt.succeeded
        && receipt.logs.iter().any(|log| {
            log.address == quote.signed.quote.asset.token
                && log.topics.first() == Some(&transfer_topic())
                && log.topics.get(2) == Some(&address.into_word())
        });
    Ok((!came).then(|| format!("nothing came to {address} in it")))
}

async fn entry(
    books: &Books<'_>,
    name: &str,
    expected: &[(String, i64)],
    (subject, report): (&str, &mut Report<'_>),
) -> Result<(), ReconcileOperatorError> {
    let mut booked: Vec<(String, i64)> =
        sqlx::query_as("SELECT account, tiyn FROM ledger WHERE entry = $1 ORDER BY account")
            .bind(name)
            .fetch_all(&books.pool)
            .await?;
    let mut expected: Vec<_> = expected.iter().filter(|(_, tiyn)| *tiyn != 0).cloned().collect();
    booked.sort();
    expected.sort();
    if booked != expected {
        let found = format!("{name} is {booked:?}, {expected:?} follows from the quote");
        report.differs(subject, "ledger", found)?;
    }
    Ok(())
}

/// What was answered to the payer says what the quote says.
fn papers(
    payment: &StoredPayment,
    quote: &StoredQuote,
    (subject, report): (&str, &mut Report<'_>),
) -> std::io::Result<()> {
    let Some(answer) = &payment.answer else {
        return report.differs(subject, "no_papers", "settled without papers");
    };
    let same = answer.transaction.parse::<B256>().ok() == payment.transaction
        && answer.amount == Some(quote.signed.quote.amount)
        && answer.payer == Some(payment.payer);
    if same {
        Ok(())
    } else {
        let found = format!("the papers name {} and {:?}", answer.transaction, answer.amount);
        report.differs(subject, "papers", found)
    }
}

async fn refunds(books: &Books<'_>, report: &mut Report<'_>) -> Result<(), ReconcileOperatorError> {
    let mut after = 0i64;
    loop {
        let rows = sqlx::query(
            "SELECT id, refund_id, receipt, tiyn, fee_tiyn, merchant_id FROM refunds WHERE state = 'paid' AND id > $1 \
             ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(PAGE)
        .fetch_all(&books.pool)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.try_get("id")?;
        for row in &rows {
            report.checked();
            refund(books, row, report).await?;
        }
    }
}

async fn refund(
    books: &Books<'_>,
    row: &sqlx::any::AnyRow,
    report: &mut Report<'_>,
) -> Result<(), ReconcileOperatorError> {
    let signed: checkout::SignedRefundReceipt = crate::storage::from_json(row, "receipt")?;
    let paper = &signed.receipt;
    let subject = format!("refund {} of order {}", paper.id, paper.order_hash);
    let paid = match books.rpc.receipt(paper.transaction).await? {
        Some(receipt) if receipt.succeeded => receipt.logs.iter().any(|log| {
            log.address == paper.asset.token
                && log.topics.first() == Some(&transfer_topic())
                && log.topics.get(1) == Some(&books.config.settlement_address.into_word())
                && log.topics.get(2) == Some(&paper.payer.into_word())
                && log.data.as_ref() == U256::to_be_bytes::<32>(&paper.amount.get())
        }),
        _ => false,
    };
    if !paid {
        let found = format!(
            "{} does not pay {} to {}",
            paper.transaction, paper.amount, paper.payer
        );
        report.differs(subject.clone(), "not_proven", found)?;
    }
    let (tiyn, fee): (i64, i64) = (row.try_get("tiyn")?, row.try_get("fee_tiyn")?);
    let expected = [
        (
            book::merchant_account(row.try_get("merchant_id")?),
            tiyn.saturating_sub(fee),
        ),
        (book::FEE_INCOME.to_owned(), fee),
        (format!("asset:{}", paper.asset), -tiyn),
    ];
    let name = format!("refund:{}", row.try_get::<i64, _>("id")?);
    entry(books, &name, &expected, (&subject, report)).await
}
