use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    visit::{Posted, Staff, Visit},
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key},
    merchant::{
        Merchant, Scope,
        events::{self, Delivery},
        order_store::parse_state,
        settings_routes::check_url,
    },
};

enum Outcome<'a> {
    Nothing,
    Problem(&'a str),
    /// The secret, this once.
    Added(&'a str),
}

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Settings)?;
    page(&merchant, &staff, Outcome::Nothing).await
}

pub(super) async fn add(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Settings)?;
    let url = fields.get("url");
    if check_url(url).is_err() {
        let problem = staff.visit.text(Key::WebhooksWrong);
        let page = page(&merchant, &staff, Outcome::Problem(problem)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let secret = events::add_webhook(&merchant, url).await?;
    tracing::info!(url, by = staff.actor.name, "webhook added");
    Ok(page(&merchant, &staff, Outcome::Added(&secret))
        .await?
        .into_response())
}

pub(super) async fn remove(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<i64>,
    Posted { staff, .. }: Posted,
) -> Result<Redirect, ApiError> {
    staff.must(Scope::Settings)?;
    events::remove_webhook(&merchant, id).await?;
    tracing::info!(id, by = staff.actor.name, "webhook removed");
    Ok(Redirect::to("/staff/webhooks"))
}

pub(super) async fn replay(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<i64>,
    Posted { staff, .. }: Posted,
) -> Result<Redirect, ApiError> {
    staff.must(Scope::Settings)?;
    if events::replay(&merchant, id).await? {
        Ok(Redirect::to("/staff/webhooks"))
    } else {
        Err(not_found())
    }
}

async fn page(merchant: &Merchant, staff: &Staff, outcome: Outcome<'_>) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let hooks = events::webhooks(&merchant.pool).await?;
    let deliveries = events::deliveries(&merchant.pool).await?;
    let body = html! {
        (parts::head(visit, Some("/staff/more"), visit.text(Key::WebhooksTitle)))
        @match outcome {
            Outcome::Nothing => {},
            Outcome::Problem(problem) => (parts::alert(problem)),
            Outcome::Added(secret) => section.card.once role="status" {
                h2 { (visit.text(Key::WebhooksAdded)) }
                p { (visit.text(Key::OnceOnly)) }
                code.secret data-testid="secret" { (secret) }
                button.button.small type="button" data-copy=(secret) data-copied=(visit.text(Key::ActionCopied)) hidden { (visit.text(Key::ActionCopy)) }
            },
        }
        section.card {
            p.quiet { (visit.text(Key::WebhooksText)) }
            @if !hooks.is_empty() {
                ul.rows data-testid="webhooks" { @for hook in &hooks { li { div.item {
                    span.item-icon { (icon(Icon::Bell)) }
                    span.item-text { span.item-title { (hook.url) } span.item-note { (i18n::time(hook.created_at, visit.language)) } }
                    form method="post" action={ "/staff/webhooks/" (hook.id) "/remove" } {
                        (parts::form_token(staff))
                        button.button.danger.small { (visit.text(Key::ActionRemove)) }
                    }
                } } } }
            }
            form.stack method="post" action="/staff/webhooks" {
                (parts::form_token(staff))
                (parts::field("url", visit.text(Key::WebhooksUrl), None, &html! {
                    input #url name="url" type="url" required placeholder="https://" autocomplete="off" data-testid="webhook-url";
                }))
                button.button data-testid="add-webhook" { (visit.text(Key::WebhooksAdd)) }
            }
        }
        section.card {
            h2 { (visit.text(Key::WebhooksLog)) }
            @if deliveries.is_empty() { (parts::empty(Icon::Bell, visit.text(Key::WebhooksLogEmpty), visit.text(Key::WebhooksLogEmptyText))) }
            @else { ul.rows data-testid="deliveries" { @for delivery in &deliveries { li { (row(staff, delivery)) } } } }
        }
        (parts::test_notice(merchant, visit))
    };
    Ok(layout::page(
        merchant,
        visit,
        visit.text(Key::WebhooksTitle),
        Audience::Staff(staff),
        &body,
    ))
}

/// `order.paid` as people read it, with its technical name.
fn event_name(visit: &Visit, event: &str) -> Markup {
    let state = event
        .strip_prefix("order.")
        .and_then(|name| parse_state(name).ok());
    html! {
        @if let Some(state) = state { (visit.language.state(state)) " " }
        code.hash { (event) }
    }
}

/// What went wrong, in the reader's words; the technical ones stand beside it.
const fn problem_name(delivery: &Delivery) -> Key {
    match delivery.status {
        Some(_) => Key::WebhooksRefused,
        None => Key::WebhooksUnreachable,
    }
}

fn row(staff: &Staff, delivery: &Delivery) -> Markup {
    let visit = &staff.visit;
    let (class, shape, state) = match delivery.state.as_str() {
        "delivered" => ("good", Icon::Check, Key::WebhooksDelivered),
        "failed" => ("bad", Icon::Close, Key::WebhooksFailed),
        _ => ("gold", Icon::Clock, Key::WebhooksWaiting),
    };
    let attempts = visit.fill(
        Key::WebhooksAttempts,
        &[("count", &delivery.attempts.to_string())],
    );
    html! {
        div.item.tall {
            span.item-icon.(class) { (icon(shape)) }
            span.item-text {
                span.item-title { (event_name(visit, &delivery.event)) }
                span.item-note {
                    (i18n::time(delivery.created_at, visit.language)) " · " (visit.text(state)) " · " (attempts)
                }
                @if let Some(problem) = delivery.problem.as_deref().filter(|_| delivery.state != "delivered") {
                    span.item-note.two-lines title=(problem) { (visit.text(problem_name(delivery))) ": " (problem) }
                }
                a.item-note href={ "/staff/orders/" (delivery.order_id) } { (visit.text(Key::PosDetails)) }
            }
            form method="post" action={ "/staff/deliveries/" (delivery.id) "/replay" } {
                (parts::form_token(staff))
                button.button.quiet.small data-testid="replay" { (visit.text(Key::WebhooksReplay)) }
            }
        }
    }
}
