//! What merchants are owed in tenge, and how it reaches their bank accounts: a file for the bank, its answer, a statement
//! of every day.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sqlx::{Row, any::AnyRow};
use units::Tiyn;

use super::{
    Operator,
    book::{self, Entry, merchant_account},
    refund::balance,
};
use crate::{
    ApiError,
    storage::{self, from_integer, to_integer},
};

/// Kazakhstan's time, UTC+5 all year: days of statements begin and end by it.
const OFFSET_SECONDS: i64 = 5 * 3600;
const DAY: i64 = 24 * 3600;
/// The bank's account of the operator.
const BANK: &str = "asset:bank";

/// A payout as the bank's file and the operator's staff see it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payout {
    pub(super) id: i64,
    pub(super) merchant_id: String,
    pub(super) tiyn: Tiyn,
    /// `open`, `paid` or `failed`.
    pub(super) state: String,
    /// The bank's.
    pub(super) reference: Option<String>,
    pub(super) created_at: u64,
}

/// What the bank said. Body of `POST /v1/staff/payouts/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BankAnswer {
    pub(super) paid: bool,
    pub(super) reference: String,
}

/// One day of a merchant, Kazakhstan's time. Amounts are tiyn; `creditsTiyn - refundsTiyn - withdrawnTiyn - payoutsTiyn`
/// is by how much the balance grew.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DayStatement {
    pub(super) merchant_id: String,
    /// Days since 1970-01-01.
    pub(super) day: i64,
    pub(super) opening_tiyn: i64,
    pub(super) credits_tiyn: i64,
    pub(super) refunds_tiyn: i64,
    pub(super) withdrawn_tiyn: i64,
    pub(super) payouts_tiyn: i64,
    pub(super) closing_tiyn: i64,
}

/// Why a payout is not closed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CloseError {
    #[error("no such payout is open")]
    NotOpen,
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<CloseError> for ApiError {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::NotOpen => Self::new(StatusCode::CONFLICT, "payout_not_open", error.to_string()),
            CloseError::Storage(error) => error.into(),
        }
    }
}

/// Opens a payout of everything that each merchant is owed. What is in one is not in the next.
pub(super) async fn open_all(operator: &Operator) -> Result<Vec<Payout>, sqlx::Error> {
    let merchants = sqlx::query(
        "SELECT account FROM ledger WHERE account LIKE 'liability:merchant:%' GROUP BY account HAVING sum(tiyn) < 0 \
         ORDER BY account",
    )
    .fetch_all(&operator.pool)
    .await?;
    for row in &merchants {
        let account: &str = row.try_get("account")?;
        open(operator, account.trim_start_matches("liability:merchant:")).await?;
    }
    list(operator, "open").await
}

async fn open(operator: &Operator, merchant_id: &str) -> Result<(), sqlx::Error> {
    let _guard = operator.locks.lock(format!("balance:{merchant_id}")).await?;
    let owed = balance(operator, merchant_id).await?;
    if owed <= 0 {
        return Ok(());
    }
    let now = operator.clock.now();
    let mut transaction = storage::begin(&operator.pool).await?;
    let row = sqlx::query(
        "INSERT INTO payouts (merchant_id, tiyn, state, created_at) VALUES ($1, $2, 'open', $3) RETURNING id",
    )
    .bind(merchant_id)
    .bind(owed)
    .bind(to_integer(now))
    .fetch_one(&mut *transaction)
    .await?;
    let entry = Entry {
        name: format!("payout:{}", row.try_get::<i64, _>("id")?),
        order_hash: None,
    };
    let rows = [(merchant_account(merchant_id), owed), (BANK.into(), -owed)];
    book::book(&mut transaction, &entry, &rows, now).await?;
    transaction.commit().await
}

/// Closes a payout by the bank's answer. One that failed is owed again.
pub(super) async fn close(operator: &Operator, id: i64, answer: &BankAnswer) -> Result<(), CloseError> {
    let now = operator.clock.now();
    let mut transaction = storage::begin(&operator.pool).await?;
    let row = sqlx::query(
        "UPDATE payouts SET state = $1, reference = $2, closed_at = $3 WHERE id = $4 AND state = 'open' \
         RETURNING merchant_id, tiyn",
    )
    .bind(if answer.paid { "paid" } else { "failed" })
    .bind(&answer.reference)
    .bind(to_integer(now))
    .bind(id)
    .fetch_optional(&mut *transaction)
    .await?
    .ok_or(CloseError::NotOpen)?;
    if !answer.paid {
        let (merchant_id, tiyn): (String, i64) = (row.try_get("merchant_id")?, row.try_get("tiyn")?);
        let entry = Entry {
            name: format!("payout-failed:{id}"),
            order_hash: None,
        };
        let rows = [(BANK.into(), tiyn), (merchant_account(&merchant_id), -tiyn)];
        book::book(&mut transaction, &entry, &rows, now).await?;
    }
    Ok(transaction.commit().await?)
}

/// Payouts in a state, oldest first.
pub(super) async fn list(operator: &Operator, state: &str) -> Result<Vec<Payout>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM payouts WHERE state = $1 ORDER BY id")
        .bind(state)
        .fetch_all(&operator.pool)
        .await?;
    let read = |row: &AnyRow| {
        Ok(Payout {
            id: row.try_get("id")?,
            merchant_id: row.try_get("merchant_id")?,
            tiyn: Tiyn::try_from(row.try_get::<i64, _>("tiyn")?)
                .map_err(|error| sqlx::Error::Decode(error.into()))?,
            state: row.try_get("state")?,
            reference: row.try_get("reference")?,
            created_at: from_integer(row, "created_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The file for the bank.
pub(super) fn to_csv(payouts: &[Payout]) -> Result<String, sqlx::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for payout in payouts {
        writer
            .serialize(payout)
            .map_err(|error| sqlx::Error::Encode(error.into()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| sqlx::Error::Encode(error.to_string().into()))?;
    String::from_utf8(bytes).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Every day of a merchant on which something was booked.
pub(super) async fn statement(
    operator: &Operator,
    merchant_id: &str,
) -> Result<Vec<DayStatement>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT entry, tiyn, booked_at FROM ledger WHERE account = $1 ORDER BY booked_at, id")
            .bind(merchant_account(merchant_id))
            .fetch_all(&operator.pool)
            .await?;
    let mut days: Vec<DayStatement> = Vec::new();
    for row in &rows {
        let (entry, tiyn): (&str, i64) = (row.try_get("entry")?, row.try_get("tiyn")?);
        let day = row
            .try_get::<i64, _>("booked_at")?
            .saturating_add(OFFSET_SECONDS)
            .div_euclid(DAY);
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
            today.closing_tiyn = today.closing_tiyn.saturating_sub(tiyn);
            match entry.split(':').next() {
                Some("payment") => today.credits_tiyn = today.credits_tiyn.saturating_sub(tiyn),
                Some("withdrawal") => today.withdrawn_tiyn = today.withdrawn_tiyn.saturating_add(tiyn),
                Some("refund") => today.refunds_tiyn = today.refunds_tiyn.saturating_add(tiyn),
                _ => today.payouts_tiyn = today.payouts_tiyn.saturating_add(tiyn),
            }
        }
    }
    Ok(days)
}
