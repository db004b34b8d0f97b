use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use checkout::LineRequest;
use maud::{Markup, html};
use units::{Bps, Tiyn};

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    link_store::{self, Link},
    parts,
    qr::qr,
    sell::{self, parse_quantity, parse_tenge},
    visit::{Fields, Posted, Staff},
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key},
    merchant::{Merchant, Scope},
};

/// Lines of the form; more are rarely on one link.
const LINES: usize = 4;
/// Longer titles and names are refused.
const MAX_CHARS: usize = 90;

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    page(&merchant, &staff, &Fields::default(), None).await
}

pub(super) async fn make(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Orders)?;
    match read_form(&merchant, &fields) {
        Ok((title, lines)) => {
            let id = link_store::make(&merchant, (&title, &staff.actor.name), &lines).await?;
            Ok(Redirect::to(&format!("/staff/links/{id}")).into_response())
        }
        Err(problem) => {
            let page = page(&merchant, &staff, &fields, Some(staff.visit.text(problem))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The title and at least one line with a name and a price.
fn read_form(merchant: &Merchant, fields: &Fields) -> Result<(String, Vec<LineRequest>), Key> {
    let rates = sell::vat_rates(merchant);
    let mut lines = Vec::new();
    for index in 0..LINES {
        let field = |name: &str| fields.get(&format!("{name}-{index}"));
        let (name, price) = (field("name"), field("price"));
        if name.is_empty() && price.is_empty() {
            continue;
        }
        if name.is_empty() || name.chars().count() > MAX_CHARS {
            return Err(Key::LinksNameWrong);
        }
        let unit = parse_tenge(price)
            .filter(|price| *price > Tiyn::ZERO)
            .ok_or(Key::PosAmountWrong)?;
        let quantity = parse_quantity(field("quantity")).ok_or(Key::LinksQuantityWrong)?;
        let vat = field("vat").parse().ok().and_then(|bps| Bps::new(bps).ok());
        lines.push(LineRequest {
            quantity_milli: quantity,
            ..sell::one(
                name,
                unit,
                vat.filter(|vat| rates.contains(vat))
                    .unwrap_or_else(|| sell::usual_vat(merchant)),
            )
        });
    }
    let first = lines.first().ok_or(Key::LinksNothing)?;
    let title = fields.get("title");
    let title = if title.is_empty() {
        first.name.as_str()
    } else {
        title
    };
    if title.chars().count() > MAX_CHARS {
        return Err(Key::LinksNameWrong);
    }
    Ok((title.to_owned(), lines))
}

async fn page(
    merchant: &Merchant,
    staff: &Staff,
    typed: &Fields,
    problem: Option<&str>,
) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let links = link_store::list(merchant).await?;
    let body = html! {
        (parts::head(visit, None, visit.text(Key::LinksTitle)))
        @if let Some(problem) = problem { (parts::alert(problem)) }
        div.columns {
            section.card {
                h2 { (visit.text(Key::LinksNew)) }
                p.quiet { (visit.text(Key::LinksText)) }
                (form(merchant, staff, typed))
            }
            section.card {
                h2 { (visit.text(Key::LinksList)) }
                @if links.is_empty() { (parts::empty(Icon::Link, visit.text(Key::LinksEmpty), visit.text(Key::LinksEmptyText))) }
                @else { ul.rows data-testid="links" { @for link in &links { li { (row(staff, link)) } } } }
            }
        }
        (parts::test_notice(merchant, visit))
    };
    Ok(layout::page(
        merchant,
        visit,
        visit.text(Key::LinksTitle),
        Audience::Staff(staff),
        &body,
    ))
}

fn form(merchant: &Merchant, staff: &Staff, typed: &Fields) -> Markup {
    let visit = &staff.visit;
    let rates = sell::vat_rates(merchant);
    html! {
        form.stack method="post" action="/staff/links" {
            (parts::form_token(staff))
            (parts::field("title", visit.text(Key::LinksName), None, &html! {
                input #title name="title" value=(typed.get("title")) maxlength=(MAX_CHARS) autocomplete="off" data-testid="link-title";
            }))
            (line(staff, typed, &rates, 0))
            @let more = (1..LINES).any(|index| !typed.get(&format!("name-{index}")).is_empty());
            details open[more] {
                summary data-testid="more-lines" { (visit.text(Key::LinksMore)) }
                div.stack { @for index in 1..LINES { (line(staff, typed, &rates, index)) } }
            }
            button.button data-testid="make-link" { (visit.text(Key::LinksMake)) }
        }
    }
}

fn line(staff: &Staff, typed: &Fields, rates: &[Bps], index: usize) -> Markup {
    let visit = &staff.visit;
    html! {
        fieldset.line-fields {
            legend.hint { (visit.fill(Key::LinksLine, &[("number", &(index + 1).to_string())])) }
            (line_field(staff, typed, ("name", index), Key::LinesName))
            (line_field(staff, typed, ("price", index), Key::LinesPrice))
            (line_field(staff, typed, ("quantity", index), Key::LinesQuantity))
            @if rates.len() > 1 {
                @let name = format!("vat-{index}");
                (parts::field(&name, visit.text(Key::LinesVat), None, &html! {
                    select id=(name) name=(name) {
                        @for rate in rates {
                            option value=(rate.get()) selected[typed.get(&name) == rate.get().to_string()] { (i18n::percent(*rate, visit.language)) }
                        }
                    }
                }))
            }
        }
    }
}

fn line_field(staff: &Staff, typed: &Fields, (part, index): (&str, usize), label: Key) -> Markup {
    let name = format!("{part}-{index}");
    let mode = if part == "name" { "text" } else { "decimal" };
    let example = if part == "quantity" { "1" } else { "" };
    parts::field(
        &name,
        staff.visit.text(label),
        None,
        &html! {
            input id=(name) name=(name) value=(typed.get(&name)) inputmode=(mode) placeholder=(example) autocomplete="off" data-testid=(name);
        },
    )
}

fn row(staff: &Staff, link: &Link) -> Markup {
    let visit = &staff.visit;
    html! {
        a.item href={ "/staff/links/" (link.id) } {
            span.item-icon { (icon(Icon::Link)) }
            span.item-text {
                span.item-title { (link.title) }
                span.item-note {
                    (i18n::time(link.created_at, visit.language))
                    @if link.closed_at.is_some() { " · " (visit.text(Key::LinksClosed)) }
                }
            }
            strong.item-end { (i18n::tenge(link.total(), visit.language)) }
        }
    }
}

pub(super) async fn show_one(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    staff: Staff,
) -> Result<Markup, ApiError> {
    staff.must(Scope::Orders)?;
    let link = link_store::find(&merchant, &id).await?.ok_or_else(not_found)?;
    let takings = link_store::takings(&merchant, &link).await?;
    let visit = &staff.visit;
    let address = format!("{}/l/{}", merchant.public_url, link.id);
    let body = html! {
        (parts::head(visit, Some("/staff/links"), &link.title))
        section.card {
            span.amount { (i18n::tenge(link.total(), visit.language)) }
            @if link.closed_at.is_none() {
                @if let Some(square) = qr(&address, visit.text(Key::LinksQr)) { (square) }
                (parts::field("address", visit.text(Key::LinksAddress), None, &html! {
                    input #address readonly value=(address) data-testid="link-address";
                }))
                div.actions {
                    button.button type="button" data-copy=(address) data-copied=(visit.text(Key::ActionCopied)) hidden { (visit.text(Key::ActionCopy)) }
                    a.button.quiet href={ "/l/" (link.id) } { (visit.text(Key::PosCustomerPage)) }
                }
            } @else { p.alert.warn { (visit.text(Key::LinksClosedText)) } }
            dl.facts {
                dt { (visit.text(Key::LinksOrders)) } dd { (takings.orders) }
                dt { (visit.text(Key::LinksPaid)) } dd { (takings.paid) }
                dt { (visit.text(Key::LinksTaken)) } dd { strong { (i18n::tenge(takings.tiyn, visit.language)) } }
                dt { (visit.text(Key::OrderMadeBy)) } dd { (link.made_by) }
            }
            @if link.closed_at.is_none() {
                form method="post" action={ "/staff/links/" (link.id) "/close" } {
                    (parts::form_token(&staff))
                    button.button.danger data-testid="close-link" { (visit.text(Key::LinksClose)) }
                }
            }
        }
        (parts::test_notice(&merchant, visit))
    };
    Ok(layout::page(
        &merchant,
        visit,
        &link.title,
        Audience::Staff(&staff),
        &body,
    ))
}

pub(super) async fn close(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    Posted { staff, .. }: Posted,
) -> Result<Redirect, ApiError> {
    staff.must(Scope::Orders)?;
    link_store::close(&merchant, &id).await?;
    Ok(Redirect::to(&format!("/staff/links/{id}")))
}
