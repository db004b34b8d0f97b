//! What was sold on each day, as the till's own papers say; what the operator owes and paid is on `payouts`.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use units::Tiyn;

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    spreadsheet::spreadsheet,
    visit::Staff,
};
use crate::{
    ApiError,
    i18n::{self, Day, Key, Language},
    merchant::{
        Merchant, Scope,
        report::{self, Period, ReportRow},
    },
};

/// Days of one statement.
const MOST_DAYS: i64 = 366;
/// An order may be paid a little after the day it was made.
const LATE_DAYS: i64 = 3;

/// Of the table, on the page and in a file.
const COLUMNS: [Key; 7] = [
    Key::StatementDay,
    Key::StatementPayments,
    Key::StatementSold,
    Key::LinesVat,
    Key::StatementFee,
    Key::StatementRefunds,
    Key::StatementNet,
];

/// Which days, as date fields give them; this month when absent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Days {
    from: String,
    until: String,
}

/// One day. Amounts are tiyn.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sums {
    payments: u64,
    total_tiyn: Tiyn,
    vat_tiyn: Tiyn,
    fee_tiyn: Tiyn,
    refunded_tiyn: Tiyn,
    /// What is left after fee and refunds.
    net_tiyn: i64,
}

/// One day with its date.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct DaySums {
    day: String,
    #[serde(flatten)]
    sums: Sums,
}

impl Sums {
    fn add(&mut self, row: &ReportRow) -> Result<(), units::UnitError> {
        let refunded = Tiyn::new(row.refunded_tiyn)?;
        let returned = Tiyn::new(row.returned_fee_tiyn)?;
        let fee = row.fee_tiyn.unwrap_or_default().checked_sub(returned)?;
        self.payments += 1;
        self.total_tiyn = self.total_tiyn.checked_add(row.total_tiyn)?;
        self.vat_tiyn = self.vat_tiyn.checked_add(row.vat_tiyn)?;
        self.fee_tiyn = self.fee_tiyn.checked_add(fee)?;
        self.refunded_tiyn = self.refunded_tiyn.checked_add(refunded)?;
        self.net_tiyn = self.total_tiyn.to_i64() - self.fee_tiyn.to_i64() - self.refunded_tiyn.to_i64();
        Ok(())
    }
}

/// The days asked for, at most a year.
fn range(merchant: &Merchant, days: &Days) -> (Day, Day) {
    let today = Day::of(merchant.clock.now());
    let until = Day::parse(&days.until).unwrap_or(today);
    let from = Day::parse(&days.from).unwrap_or_else(|| until.month_start());
    (from.max(until.before(MOST_DAYS)), until)
}

async fn per_day(merchant: &Merchant, (from, until): (Day, Day)) -> Result<Vec<DaySums>, ApiError> {
    let period = Period {
        from: Some(from.before(LATE_DAYS).start()),
        until: Some(until.next().start()),
    };
    let mut days: BTreeMap<Day, Sums> = BTreeMap::new();
    for row in report::rows(merchant, &period).await? {
        let Some(day) = row
            .paid_at
            .map(Day::of)
            .filter(|day| (from..=until).contains(day))
        else {
            continue;
        };
        days.entry(day)
            .or_default()
            .add(&row)
            .map_err(|error| ApiError::internal(&error))?;
    }
    let newest_first = days.into_iter().rev();
    Ok(newest_first
        .map(|(day, sums)| DaySums { day: day.iso(), sums })
        .collect())
}

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Query(days): Query<Days>,
    staff: Staff,
) -> Result<Markup, ApiError> {
    staff.must(Scope::Reports)?;
    let (from, until) = range(&merchant, &days);
    let rows = per_day(&merchant, (from, until)).await?;
    let visit = &staff.visit;
    let query = format!("from={}&until={}", from.iso(), until.iso());
    let body = html! {
        (parts::head(visit, None, visit.text(Key::StatementTitle)))
        form.search method="get" action="/staff/statement" {
            (parts::field("from", visit.text(Key::OrdersFrom), None, &html! { input #from type="date" name="from" value=(from.iso()); }))
            (parts::field("until", visit.text(Key::OrdersUntil), None, &html! { input #until type="date" name="until" value=(until.iso()); }))
            button.button.quiet { (visit.text(Key::StatementShow)) }
        }
        @if rows.is_empty() {
            section.card { (parts::empty(Icon::Statement, visit.text(Key::StatementEmpty), visit.text(Key::StatementEmptyText))) }
        } @else {
            (totals(visit.language, &rows))
            section.card {
                (table(visit.language, &rows))
            }
        }
        div.row {
            a.button.quiet.small href={ "/staff/statement.csv?" (query) } data-testid="statement-csv" { (icon(Icon::Download)) "CSV" }
            a.button.quiet.small href={ "/staff/statement.json?" (query) } { (icon(Icon::Download)) "JSON" }
            a.button.quiet.small href={ "/staff/orders.csv?" (query) } data-testid="orders-csv" { (icon(Icon::Download)) (visit.text(Key::StatementOrders)) }
        }
        p.hint { (visit.text(Key::StatementText)) }
        (parts::test_notice(&merchant, visit))
    };
    Ok(layout::page(
        &merchant,
        visit,
        visit.text(Key::StatementTitle),
        Audience::Staff(&staff),
        &body,
    ))
}

fn sum(rows: &[DaySums], part: impl Fn(&Sums) -> Tiyn) -> Tiyn {
    rows.iter()
        .map(|row| part(&row.sums))
        .try_fold(Tiyn::ZERO, Tiyn::checked_add)
        .unwrap_or(Tiyn::MAX)
}

fn totals(language: Language, rows: &[DaySums]) -> Markup {
    let payments: u64 = rows.iter().map(|row| row.sums.payments).sum();
    let net = rows
        .iter()
        .map(|row| row.sums.net_tiyn)
        .fold(0, i64::saturating_add);
    let figures = [
        (Key::StatementNet, i18n::signed_tenge(net, language)),
        (
            Key::StatementSold,
            i18n::tenge(sum(rows, |sums| sums.total_tiyn), language),
        ),
        (
            Key::LinesVat,
            i18n::tenge(sum(rows, |sums| sums.vat_tiyn), language),
        ),
        (
            Key::StatementFee,
            i18n::tenge(sum(rows, |sums| sums.fee_tiyn), language),
        ),
        (
            Key::StatementRefunds,
            i18n::tenge(sum(rows, |sums| sums.refunded_tiyn), language),
        ),
        (Key::StatementPayments, payments.to_string()),
    ];
    html! {
        dl.figures data-testid="totals" {
            @for (name, figure) in &figures { div { dt { (language.text(*name)) } dd { (figure) } } }
        }
    }
}

fn table(language: Language, rows: &[DaySums]) -> Markup {
    html! {
        table.books {
            thead { tr {
                @for key in COLUMNS {
                    th scope="col" { (language.text(key)) }
                }
            } }
            tbody { @for row in rows {
                @let figures = [
                    (Key::StatementPayments, row.sums.payments.to_string()),
                    (Key::StatementSold, i18n::tenge(row.sums.total_tiyn, language)),
                    (Key::LinesVat, i18n::tenge(row.sums.vat_tiyn, language)),
                    (Key::StatementFee, i18n::tenge(row.sums.fee_tiyn, language)),
                    (Key::StatementRefunds, i18n::tenge(row.sums.refunded_tiyn, language)),
                ];
                tr {
                    th scope="row" { (Day::parse(&row.day).map_or(row.day.clone(), |day| day.show(language))) }
                    @for (name, figure) in &figures { td data-name=(language.text(*name)) { (figure) } }
                    td data-name=(language.text(Key::StatementNet)) { strong { (i18n::signed_tenge(row.sums.net_tiyn, language)) } }
                }
            } }
        }
    }
}

pub(super) async fn json(
    State(merchant): State<Arc<Merchant>>,
    Query(days): Query<Days>,
    staff: Staff,
) -> Result<Response, ApiError> {
    staff.must(Scope::Reports)?;
    let rows = per_day(&merchant, range(&merchant, &days)).await?;
    Ok((attachment("statement.json"), Json(rows)).into_response())
}

pub(super) async fn csv(
    State(merchant): State<Arc<Merchant>>,
    Query(days): Query<Days>,
    staff: Staff,
) -> Result<Response, ApiError> {
    staff.must(Scope::Reports)?;
    let language = staff.visit.language;
    let plain = |amount: Tiyn| i18n::plain_tenge(amount.to_i64(), language);
    let rows = per_day(&merchant, range(&merchant, &days)).await?;
    let rows = rows.iter().map(|row| {
        let sums = row.sums;
        [
            Day::parse(&row.day).map_or_else(|| row.day.clone(), |day| day.show(language)),
            sums.payments.to_string(),
            plain(sums.total_tiyn),
            plain(sums.vat_tiyn),
            plain(sums.fee_tiyn),
            plain(sums.refunded_tiyn),
            i18n::plain_tenge(sums.net_tiyn, language),
        ]
    });
    spreadsheet("statement.csv", language, COLUMNS, rows)
}

/// The single orders of the same days.
pub(super) async fn orders_csv(
    State(merchant): State<Arc<Merchant>>,
    Query(days): Query<Days>,
    staff: Staff,
) -> Result<Response, ApiError> {
    staff.must(Scope::Reports)?;
    let (from, until) = range(&merchant, &days);
    let period = Period {
        from: Some(from.start()),
        until: Some(until.next().start()),
    };
    let language = staff.visit.language;
    let rows = report::rows(&merchant, &period).await?;
    let rows: Vec<_> = rows.iter().map(|row| order_cells(row, language)).collect();
    spreadsheet("orders.csv", language, ORDER_COLUMNS, rows)
}

const ORDER_COLUMNS: [Key; 11] = [
    Key::ReceiptOrder,
    Key::OrdersState,
    Key::OrderMadeAt,
    Key::ReceiptPaidAt,
    Key::LinesTotal,
    Key::LinesVat,
    Key::StatementFee,
    Key::StatementRefunds,
    Key::ReceiptOperator,
    Key::ReceiptTransaction,
    Key::OrderId,
];

/// One order under [`ORDER_COLUMNS`].
fn order_cells(row: &ReportRow, language: Language) -> [String; 11] {
    let plain = |tiyn: u64| i18n::plain_tenge(i64::try_from(tiyn).unwrap_or(i64::MAX), language);
    let fee = row
        .fee_tiyn
        .map(|fee| plain(fee.get().saturating_sub(row.returned_fee_tiyn)));
    [
        parts::short(row.order_id),
        language.state(row.state).to_owned(),
        i18n::time(row.created_at, language),
        row.paid_at.map(|at| i18n::time(at, language)).unwrap_or_default(),
        plain(row.total_tiyn.get()),
        plain(row.vat_tiyn.get()),
        fee.unwrap_or_default(),
        plain(row.refunded_tiyn),
        row.operator.clone().unwrap_or_default(),
        row.transaction.clone().unwrap_or_default(),
        row.order_id.to_string(),
    ]
}

fn attachment(name: &str) -> [(header::HeaderName, String); 1] {
    [(
        header::CONTENT_DISPOSITION,
        format!("attachment; filename=\"{name}\""),
    )]
}
