//! Orders as the list shows them: found, filtered, page by page.

use checkout::{OrderId, OrderState, SignedOrder};
use serde::Deserialize;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use units::Tiyn;

use super::sell::parse_tenge;
use crate::{
    i18n::{Day, Key},
    merchant::{Merchant, order_store::parse_state},
    storage::{from_integer, from_json, from_text, to_integer},
};

/// Orders on one page.
const PAGE: usize = 25;

/// States that people tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Group {
    #[default]
    All,
    Open,
    Paid,
    Returned,
    Unpaid,
}

impl Group {
    pub(super) const ALL: [Self; 5] = [Self::All, Self::Open, Self::Paid, Self::Returned, Self::Unpaid];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Returned => "returned",
            Self::Unpaid => "unpaid",
        }
    }

    pub(super) const fn name(self) -> Key {
        match self {
            Self::All => Key::OrdersAll,
            Self::Open => Key::OrdersOpen,
            Self::Paid => Key::OrdersPaid,
            Self::Returned => Key::OrdersReturned,
            Self::Unpaid => Key::OrdersUnpaid,
        }
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1 = 1",
            Self::Open => "state IN ('created', 'authorized', 'submitted', 'partial')",
            Self::Paid => "state IN ('settled', 'over', 'final')",
            Self::Returned => "(state = 'refunded' OR refunded_tiyn > 0)",
            Self::Unpaid => "state IN ('expired', 'failed', 'cancelled', 'late')",
        }
    }
}

/// What is looked for: the query of the page's address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    pub(super) state: Group,
    /// A number, a name, a sum or a transaction.
    pub(super) q: String,
    /// Days, as date fields give them.
    pub(super) from: String,
    pub(super) until: String,
    /// The last order of the page before.
    pub(super) before: String,
}

/// One order of the list.
#[derive(Debug)]
pub(super) struct ListedOrder {
    pub(super) id: OrderId,
    pub(super) created_at: u64,
    pub(super) state: OrderState,
    pub(super) total: Tiyn,
    pub(super) refunded: Tiyn,
    /// Its first line, and how many more there are.
    pub(super) name: String,
    pub(super) more: usize,
}

/// A page of orders, newest first, and whether older ones follow.
pub(super) async fn find(
    merchant: &Merchant,
    filter: &Filter,
    earliest: u64,
) -> Result<(Vec<ListedOrder>, bool), sqlx::Error> {
    let from = Day::parse(&filter.from).map_or(0, Day::start).max(earliest);
    let until = Day::parse(&filter.until).map_or(u64::MAX, |day| day.next().start());
    let sum = parse_tenge(&filter.q).map_or(-1, Tiyn::to_i64);
    let term = Term::read(&filter.q);
    // The condition is one of five constants.
    let sql = format!(
        "SELECT id, created_at, state, total_tiyn, refunded_tiyn, signed_order FROM orders \
         WHERE created_at >= $1 AND created_at < $2 AND {} \
         AND ($3 = '' OR id LIKE $4 ESCAPE '\\' OR transaction_hash LIKE $5 ESCAPE '\\' \
         OR signed_order LIKE $6 ESCAPE '\\' OR total_tiyn = $7) \
         AND ($8 = '' OR created_at < (SELECT created_at FROM orders WHERE id = $9) \
         OR (created_at = (SELECT created_at FROM orders WHERE id = $10) AND id < $11)) \
         ORDER BY created_at DESC, id DESC LIMIT $12",
        filter.state.condition()
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(to_integer(from))
        .bind(to_integer(until))
        .bind(&term.text)
        .bind(&term.id)
        .bind(&term.transaction)
        .bind(&term.name)
        .bind(sum)
        .bind(&filter.before)
        .bind(&filter.before)
        .bind(&filter.before)
        .bind(&filter.before)
        .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .fetch_all(&merchant.pool)
        .await?;
    let more = rows.len() > PAGE;
    let page = rows.iter().take(PAGE).map(read).collect::<Result<_, _>>()?;
    Ok((page, more))
}

/// What somebody typed, as patterns. One that is empty finds nothing.
struct Term {
    text: String,
    id: String,
    transaction: String,
    name: String,
}

impl Term {
    /// Digits are a sum or a part of an identifier, never a name: orders are stored with their signatures, in which
    /// any few hexadecimal digits stand somewhere.
    fn read(typed: &str) -> Self {
        let text = typed.trim().trim_start_matches('№').trim().to_owned();
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let sum = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b" ,.".contains(&byte));
        let is_id = hex && digits.len() >= 6;
        let pattern = |wanted: bool, pattern: String| if wanted { pattern } else { String::new() };
        Self {
            id: pattern(is_id, format!("%{}%", digits.to_lowercase())),
            transaction: pattern(is_id, format!("0x{}%", digits.to_lowercase())),
            name: match (sum, hex) {
                (true, _) => String::new(),
                // A word such as "cafe": at the beginning of a name.
                (false, true) => format!("%\"name\":\"{}%", escape(&text)),
                (false, false) => format!("%{}%", escape(&text)),
            },
            text,
        }
    }
}

/// `%` and `_` are looked for as themselves.
fn escape(term: &str) -> String {
    term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn read(row: &AnyRow) -> Result<ListedOrder, sqlx::Error> {
    let order: SignedOrder = from_json(row, "signed_order")?;
    let money = |column| {
        Tiyn::try_from(row.try_get::<i64, _>(column)?).map_err(|error| sqlx::Error::Decode(error.into()))
    };
    let mut lines = order.order.lines.into_iter();
    let name = lines.next().map(|line| line.name).unwrap_or_default();
    Ok(ListedOrder {
        id: from_text(row, "id")?,
        created_at: from_integer(row, "created_at")?,
        state: parse_state(row.try_get("state")?)?,
        total: money("total_tiyn")?,
        refunded: money("refunded_tiyn")?,
        name,
        more: lines.len(),
    })
}
