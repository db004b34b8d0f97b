//! What merchants are owed in tenge, and how it reaches their bank accounts: a file for the bank, and its answer.

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

/// The bank's account of the operator.
const BANK: &str = "asset:bank";

/// A payout as the bank's file and the operator's staff see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payout {
    /// Counted by the operator.
    pub id: i64,
    /// Whose money.
    pub merchant_id: String,
    /// How much.
    pub tiyn: Tiyn,
    /// `open`, `paid` or `failed`.
    pub state: String,
    /// The bank's.
    pub reference: Option<String>,
    /// Unix seconds.
    pub created_at: u64,
}

/// What the bank said. Body of `POST /v1/staff/payouts/{id}`, and a line of its file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BankAnswer {
    pub(super) paid: bool,
    pub(super) reference: String,
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
    let owed = balance(&operator.pool, merchant_id).await?;
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

#[derive(Deserialize)]
struct AnswerLine {
    id: i64,
    paid: bool,
    reference: String,
}

/// What became of the lines of the bank's answer.
#[derive(Debug, Default, Serialize)]
pub(super) struct AnswersTaken {
    pub(super) closed: Vec<i64>,
    /// Closed before, or never opened.
    pub(super) unknown: Vec<i64>,
}

/// Closes payouts by the bank's file: CSV with `id,paid,reference`. Sent again, it closes nothing twice.
pub(super) async fn close_all(operator: &Operator, file: &[u8]) -> Result<AnswersTaken, ApiError> {
    let mut lines = Vec::new();
    for line in csv::Reader::from_reader(file).deserialize() {
        let line: AnswerLine = line.map_err(|error| ApiError::malformed(error.to_string()))?;
        lines.push(line);
    }
    let mut taken = AnswersTaken::default();
    for AnswerLine { id, paid, reference } in lines {
        match close(operator, id, &BankAnswer { paid, reference }).await {
            Ok(()) => taken.closed.push(id),
            Err(CloseError::NotOpen) => taken.unknown.push(id),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(taken)
}

/// Payouts in a state, oldest first.
pub(super) async fn list(operator: &Operator, state: &str) -> Result<Vec<Payout>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM payouts WHERE state = $1 ORDER BY id")
        .bind(state)
        .fetch_all(&operator.pool)
        .await?;
    rows.iter().map(read).collect()
}

/// The newest payouts of a merchant.
pub(super) async fn of_merchant(operator: &Operator, merchant_id: &str) -> Result<Vec<Payout>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM payouts WHERE merchant_id = $1 ORDER BY id DESC LIMIT 200")
        .bind(merchant_id)
        .fetch_all(&operator.pool)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Payout, sqlx::Error> {
    Ok(Payout {
        id: row.try_get("id")?,
        merchant_id: row.try_get("merchant_id")?,
        tiyn: Tiyn::try_from(row.try_get::<i64, _>("tiyn")?)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
        state: row.try_get("state")?,
        reference: row.try_get("reference")?,
        created_at: from_integer(row, "created_at")?,
    })
}

/// A line of the file for the bank.
#[derive(Debug, Serialize)]
struct BankLine<'a> {
    id: i64,
    #[serde(rename = "merchantId")]
    merchant_id: &'a str,
    beneficiary: &'a str,
    bin: String,
    iban: &'a str,
    /// Tenge with two decimals.
    amount: String,
    currency: &'static str,
    purpose: String,
}

/// The file for the bank: open payouts of merchants whose accounts are known. The others stay open.
pub(super) fn bank_file(operator: &Operator, payouts: &[Payout]) -> Result<String, sqlx::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for payout in payouts {
        let account = operator
            .config
            .payout_accounts
            .iter()
            .find(|account| account.merchant_id == payout.merchant_id);
        let Some(account) = account else {
            tracing::warn!(
                merchant_id = payout.merchant_id,
                "no account at a bank is configured; the payout stays open"
            );
            continue;
        };
        let (whole, rest) = payout.tiyn.split();
        let line = BankLine {
            id: payout.id,
            merchant_id: &payout.merchant_id,
            beneficiary: &account.beneficiary,
            bin: account.bin.to_string(),
            iban: &account.iban,
            amount: format!("{whole}.{rest:02}"),
            currency: "KZT",
            purpose: format!("CryptoCity payout {}", payout.id),
        };
        writer
            .serialize(line)
            .map_err(|error| sqlx::Error::Encode(error.into()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| sqlx::Error::Encode(error.to_string().into()))?;
    String::from_utf8(bytes).map_err(|error| sqlx::Error::Encode(error.into()))
}
