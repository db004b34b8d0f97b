use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    visit::{Posted, Staff},
};
use crate::{
    ApiError,
    i18n::{self, Key},
    merchant::{
        Merchant, Scope,
        access::{ListedKey, NewKey, list_keys, make_key, revoke_key},
    },
};

/// What became of a form.
enum Outcome<'a> {
    Nothing,
    Problem(&'a str),
    /// The key itself, this once.
    Made(&'a str),
}

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Settings)?;
    page(&merchant, &staff, Outcome::Nothing).await
}

pub(super) async fn make(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Settings)?;
    let scopes = Scope::ALL
        .into_iter()
        .filter(|scope| fields.has(&format!("scope-{}", scope.as_str())));
    let new = NewKey {
        name: fields.get("name").into(),
        scopes: scopes.collect(),
    };
    let visit = &staff.visit;
    if !new.is_well_formed() {
        let page = page(
            &merchant,
            &staff,
            Outcome::Problem(visit.text(Key::KeysMalformed)),
        )
        .await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match make_key(&merchant, &new).await? {
        Some(key) => {
            tracing::info!(name = new.name, by = staff.actor.name, "API key made");
            Ok(page(&merchant, &staff, Outcome::Made(&key))
                .await?
                .into_response())
        }
        None => {
            let page = page(&merchant, &staff, Outcome::Problem(visit.text(Key::KeysTaken))).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

pub(super) async fn revoke(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Redirect, ApiError> {
    staff.must(Scope::Settings)?;
    revoke_key(&merchant, fields.exact("name")).await?;
    tracing::info!(
        name = fields.exact("name"),
        by = staff.actor.name,
        "API key revoked"
    );
    Ok(Redirect::to("/staff/keys"))
}

async fn page(merchant: &Merchant, staff: &Staff, outcome: Outcome<'_>) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let keys = list_keys(merchant).await?;
    let fixed: Vec<&str> = merchant
        .config
        .api_keys
        .iter()
        .map(|key| key.name.as_str())
        .collect();
    let body = html! {
        (parts::head(visit, Some("/staff/more"), visit.text(Key::KeysTitle)))
        @match outcome {
            Outcome::Nothing => {},
            Outcome::Problem(problem) => (parts::alert(problem)),
            Outcome::Made(key) => section.card.once role="status" {
                h2 { (visit.text(Key::KeysMade)) }
                p { (visit.text(Key::OnceOnly)) }
                code.secret data-testid="secret" { (key) }
                button.button.small type="button" data-copy=(key) data-copied=(visit.text(Key::ActionCopied)) hidden { (visit.text(Key::ActionCopy)) }
            },
        }
        div.columns {
            section.card {
                h2 { (visit.text(Key::KeysList)) }
                @if keys.is_empty() && fixed.is_empty() { (parts::empty(Icon::Key, visit.text(Key::KeysEmpty), visit.text(Key::KeysText))) }
                ul.rows data-testid="keys" {
                    @for key in &keys { li { (row(staff, key)) } }
                    @for name in &fixed { li { div.item {
                        span.item-icon { (icon(Icon::Key)) }
                        span.item-text { span.item-title { (name) } span.item-note { (visit.text(Key::KeysInFile)) } }
                    } } }
                }
            }
            section.card {
                h2 { (visit.text(Key::KeysNew)) }
                p.quiet { (visit.text(Key::KeysText)) }
                form.stack method="post" action="/staff/keys" {
                    (parts::form_token(staff))
                    (parts::field("name", visit.text(Key::KeysName), None, &html! {
                        input #name name="name" maxlength="60" required autocomplete="off" data-testid="key-name";
                    }))
                    fieldset {
                        legend.field-label { (visit.text(Key::KeysScopes)) }
                        @for scope in Scope::ALL {
                            @let name = format!("scope-{}", scope.as_str());
                            label.check-row {
                                input type="checkbox" name=(name) value="1" checked[scope == Scope::Orders] data-testid=(name);
                                span { (visit.text(scope_name(scope))) }
                            }
                        }
                    }
                    button.button data-testid="make-key" { (visit.text(Key::KeysMake)) }
                }
            }
        }
        (parts::test_notice(merchant, visit))
    };
    Ok(layout::page(
        merchant,
        visit,
        visit.text(Key::KeysTitle),
        Audience::Staff(staff),
        &body,
    ))
}

const fn scope_name(scope: Scope) -> Key {
    match scope {
        Scope::Orders => Key::ScopeOrders,
        Scope::Refunds => Key::ScopeRefunds,
        Scope::Reports => Key::ScopeReports,
        Scope::Settings => Key::ScopeSettings,
    }
}

fn row(staff: &Staff, key: &ListedKey) -> Markup {
    let visit = &staff.visit;
    let scopes: Vec<&str> = key
        .scopes
        .iter()
        .map(|scope| visit.text(scope_name(*scope)))
        .collect();
    html! {
        div.item {
            span.item-icon { (icon(Icon::Key)) }
            span.item-text {
                span.item-title { (key.name) }
                span.item-note { (scopes.join(", ")) " · " (i18n::time(key.created_at, visit.language)) }
            }
            form method="post" action="/staff/keys/revoke" {
                (parts::form_token(staff))
                input type="hidden" name="name" value=(key.name);
                button.button.danger.small data-testid="revoke" { (visit.text(Key::KeysRevoke)) }
            }
        }
    }
}
