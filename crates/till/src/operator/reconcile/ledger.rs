//! The ledger against itself, and against the payouts.

use sqlx::Row;

use super::{Books, ReconcileOperatorError};
use crate::Report;

pub(super) async fn reconcile(
    books: &Books<'_>,
    report: &mut Report<'_>,
) -> Result<(), ReconcileOperatorError> {
    let unbalanced = sqlx::query(
        "SELECT entry, CAST(sum(tiyn) AS BIGINT) AS total FROM ledger GROUP BY entry HAVING sum(tiyn) <> 0 ORDER BY entry",
    )
    .fetch_all(&books.pool)
    .await?;
    for row in &unbalanced {
        let (entry, total): (String, i64) = (row.try_get("entry")?, row.try_get("total")?);
        let found = format!("its rows add up to {total} tiyn");
        report.differs(format!("entry {entry}"), "unbalanced", found)?;
    }
    orphans(books, report).await?;
    payouts(books, report).await
}

/// A payment that is booked and is not settled (any more), without a withdrawal.
async fn orphans(books: &Books<'_>, report: &mut Report<'_>) -> Result<(), ReconcileOperatorError> {
    let rows = sqlx::query(
        "SELECT p.id, p.order_hash, p.state FROM payments p WHERE p.state IN ('stored', 'submitted', 'refused') AND EXISTS \
         (SELECT 1 FROM ledger l WHERE l.entry = 'payment:' || CAST(p.id AS TEXT) || ':' || CAST(p.withdrawn AS TEXT))",
    )
    .fetch_all(&books.pool)
    .await?;
    for row in &rows {
        let (id, state): (i64, String) = (row.try_get("id")?, row.try_get("state")?);
        let subject = format!(
            "payment {id} of order {}",
            row.try_get::<String, _>("order_hash")?
        );
        report.differs(subject, "ledger", format!("booked although it is {state}"))?;
    }
    Ok(())
}

/// Each payout is booked once, and a failed one is booked back.
async fn payouts(books: &Books<'_>, report: &mut Report<'_>) -> Result<(), ReconcileOperatorError> {
    let rows = sqlx::query(
        "SELECT p.id, p.merchant_id, p.tiyn, p.state, \
         (SELECT CAST(coalesce(sum(l.tiyn), 0) AS BIGINT) FROM ledger l WHERE l.entry = 'payout:' || CAST(p.id AS TEXT) \
          AND l.account = 'liability:merchant:' || p.merchant_id) AS taken, \
         (SELECT CAST(coalesce(-sum(l.tiyn), 0) AS BIGINT) FROM ledger l WHERE l.entry = 'payout-failed:' || \
          CAST(p.id AS TEXT) AND l.account = 'liability:merchant:' || p.merchant_id) AS returned FROM payouts p ORDER BY p.id",
    )
    .fetch_all(&books.pool)
    .await?;
    for row in &rows {
        report.checked();
        let (id, tiyn, state): (i64, i64, String) =
            (row.try_get("id")?, row.try_get("tiyn")?, row.try_get("state")?);
        let (taken, returned): (i64, i64) = (row.try_get("taken")?, row.try_get("returned")?);
        let back = if state == "failed" { tiyn } else { 0 };
        if (taken, returned) != (tiyn, back) {
            let found = format!("{tiyn} tiyn, {state}; the ledger took {taken} and gave {returned} back");
            report.differs(format!("payout {id}"), "ledger", found)?;
        }
    }
    Ok(())
}
