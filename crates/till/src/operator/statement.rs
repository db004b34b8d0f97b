//! What a merchant is owed, day by day, from the ledger.

use serde::{Deserialize, Serialize};
use sqlx::{AnyPool, Row};

use super::book::merchant_account;

/// Kazakhstan's time, UTC+5 all year: days of statements begin and end by it.
const OFFSET_SECONDS: i64 = 5 * 3600;
const DAY: i64 = 24 * 3600;

/// One day of a merchant, Kazakhstan's time. Amounts are tiyn; `creditsTiyn - refundsTiyn - withdrawnTiyn - payoutsTiyn`
/// is by how much the balance grew.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayStatement {
    /// Whose books.
    pub merchant_id: String,
    /// Days since 1970-01-01.
    pub day: i64,
    /// What was owed before.
    pub opening_tiyn: i64,
    /// What was earned.
    pub credits_tiyn: i64,
    /// What was given back.
    pub refunds_tiyn: i64,
    /// What reorganisations of the chain took back.
    pub withdrawn_tiyn: i64,
    /// What went to the bank, less what it gave back.
    pub payouts_tiyn: i64,
    /// What was owed afterwards.
    pub closing_tiyn: i64,
}

/// One row of the merchant's account.
#[derive(Debug, Clone)]
struct Booked {
    entry: String,
    tiyn: i64,
    booked_at: i64,
}

/// Every day of a merchant on which something was booked.
pub(super) async fn statement(pool: &AnyPool, merchant_id: &str) -> Result<Vec<DayStatement>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT entry, tiyn, booked_at FROM ledger WHERE account = $1 ORDER BY booked_at, id")
            .bind(merchant_account(merchant_id))
            .fetch_all(pool)
            .await?;
    let rows: Vec<Booked> = rows
        .iter()
        .map(|row| {
            Ok(Booked {
                entry: row.try_get("entry")?,
                tiyn: row.try_get("tiyn")?,
                booked_at: row.try_get("booked_at")?,
            })
        })
        .collect::<Result<_, sqlx::Error>>()?;
    Ok(days(merchant_id, &rows))
}

/// Rows in the order of time, added up by day. A credit of the account is negative: what is owed.
fn days(merchant_id: &str, rows: &[Booked]) -> Vec<DayStatement> {
    let mut days: Vec<DayStatement> = Vec::new();
    for row in rows {
        let day = row.booked_at.saturating_add(OFFSET_SECONDS).div_euclid(DAY);
        if days.last().is_none_or(|last| last.day != day) {
            let opening_tiyn = days.last().map_or(0, |last| last.closing_tiyn);
            days.push(DayStatement {
                merchant_id: merchant_id.into(),
                day,
                opening_tiyn,
                closing_tiyn: opening_tiyn,
                ..DayStatement::default()
            });
        }
        if let Some(today) = days.last_mut() {
            today.closing_tiyn = today.closing_tiyn.saturating_sub(row.tiyn);
            match row.entry.split(':').next() {
                Some("payment") => today.credits_tiyn = today.credits_tiyn.saturating_sub(row.tiyn),
                Some("withdrawal") => today.withdrawn_tiyn = today.withdrawn_tiyn.saturating_add(row.tiyn),
                Some("refund") => today.refunds_tiyn = today.refunds_tiyn.saturating_add(row.tiyn),
                _ => today.payouts_tiyn = today.payouts_tiyn.saturating_add(row.tiyn),
            }
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row() -> impl Strategy<Value = (u8, i64, i64)> {
        (0u8..5, 1i64..1_000_000_000, 0i64..400_000)
    }

    proptest! {
        /// Whatever was booked, every day ties to the next and the last one to the ledger.
        #[test]
        fn days_tie_to_the_ledger(rows in proptest::collection::vec(row(), 0..60)) {
            let mut now = 1_790_000_000;
            let rows: Vec<Booked> = rows
                .into_iter()
                .enumerate()
                .map(|(id, (kind, tiyn, pause))| {
                    now += pause;
                    // What is owed grows by payments and returned payouts, and shrinks by the rest.
                    let (name, tiyn) = match kind {
                        0 => ("payment", -tiyn),
                        1 => ("withdrawal", tiyn),
                        2 => ("refund", tiyn),
                        3 => ("payout", tiyn),
                        _ => ("payout-failed", -tiyn),
                    };
                    Booked { entry: format!("{name}:{id}"), tiyn, booked_at: now }
                })
                .collect();
            let days = days("m", &rows);
            let mut opening = 0;
            for day in &days {
                prop_assert_eq!(day.opening_tiyn, opening);
                let grown = day.credits_tiyn - day.refunds_tiyn - day.withdrawn_tiyn - day.payouts_tiyn;
                prop_assert_eq!(day.closing_tiyn, day.opening_tiyn + grown);
                opening = day.closing_tiyn;
            }
            prop_assert_eq!(opening, -rows.iter().map(|row| row.tiyn).sum::<i64>());
            prop_assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day));
        }
    }
}
