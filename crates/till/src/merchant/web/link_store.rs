//! Prices that can be paid many times, by link or by a square on the counter. A link is shown with everything it says;
//! it cannot be changed, only closed.

use checkout::LineRequest;
use sqlx::{Row, any::AnyRow};
use units::Tiyn;

use crate::{
    merchant::Merchant,
    storage::{from_integer, from_json, to_integer, to_json},
};

/// Links that are listed.
const MOST: i64 = 200;

/// A payment link.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) lines: Vec<LineRequest>,
    pub(super) made_by: String,
    pub(super) created_at: u64,
    pub(super) closed_at: Option<u64>,
}

impl Link {
    /// As the maker of its orders.
    pub(super) fn client(&self) -> String {
        format!("link:{}", self.id)
    }

    /// What it costs; nothing when the sum does not fit.
    pub(super) fn total(&self) -> Tiyn {
        let prices = self
            .lines
            .iter()
            .map(|line| line.quantity_milli.price(line.unit_tiyn));
        prices
            .flatten()
            .try_fold(Tiyn::ZERO, Tiyn::checked_add)
            .unwrap_or_default()
    }
}

/// How often a link was paid, and how much came.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Takings {
    pub(super) orders: u64,
    pub(super) paid: u64,
    pub(super) tiyn: Tiyn,
}

pub(super) async fn make(
    merchant: &Merchant,
    (title, made_by): (&str, &str),
    lines: &[LineRequest],
) -> Result<String, sqlx::Error> {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(|error| sqlx::Error::Encode(error.to_string().into()))?;
    let id = hex::encode(bytes);
    sqlx::query("INSERT INTO links (id, title, lines, made_by, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&id)
        .bind(title)
        .bind(to_json(&lines)?)
        .bind(made_by)
        .bind(to_integer(merchant.clock.now()))
        .execute(&merchant.pool)
        .await?;
    Ok(id)
}

pub(super) async fn find(merchant: &Merchant, id: &str) -> Result<Option<Link>, sqlx::Error> {
    sqlx::query("SELECT * FROM links WHERE id = $1")
        .bind(id)
        .fetch_optional(&merchant.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The newest links, open ones first.
pub(super) async fn list(merchant: &Merchant) -> Result<Vec<Link>, sqlx::Error> {
    sqlx::query(
        "SELECT * FROM links ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, created_at DESC, id LIMIT $1",
    )
    .bind(MOST)
    .fetch_all(&merchant.pool)
    .await?
    .iter()
    .map(read)
    .collect()
}

pub(super) async fn close(merchant: &Merchant, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE links SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL")
        .bind(to_integer(merchant.clock.now()))
        .bind(id)
        .execute(&merchant.pool)
        .await?;
    Ok(())
}

pub(super) async fn takings(merchant: &Merchant, link: &Link) -> Result<Takings, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT state, total_tiyn FROM orders WHERE client = $1 ORDER BY created_at DESC LIMIT 100000",
    )
    .bind(link.client())
    .fetch_all(&merchant.pool)
    .await?;
    let mut takings = Takings::default();
    for row in &rows {
        takings.orders += 1;
        if matches!(row.try_get::<&str, _>("state")?, "settled" | "over" | "final") {
            takings.paid += 1;
            let tiyn = Tiyn::try_from(row.try_get::<i64, _>("total_tiyn")?).unwrap_or_default();
            takings.tiyn = takings.tiyn.checked_add(tiyn).unwrap_or(Tiyn::MAX);
        }
    }
    Ok(takings)
}

fn read(row: &AnyRow) -> Result<Link, sqlx::Error> {
    let closed_at = if row.try_get::<Option<i64>, _>("closed_at")?.is_some() {
        Some(from_integer(row, "closed_at")?)
    } else {
        None
    };
    Ok(Link {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        lines: from_json(row, "lines")?,
        made_by: row.try_get("made_by")?,
        created_at: from_integer(row, "created_at")?,
        closed_at,
    })
}
