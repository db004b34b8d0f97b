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
    visit::{Posted, Staff, Visit},
};
use crate::{
    ApiError,
    i18n::{self, Key},
    merchant::{
        Merchant, Role, Scope, StaffError,
        staff::{self, Member},
    },
};

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Result<Markup, ApiError> {
    staff.must(Scope::Settings)?;
    page(&merchant, &staff, None).await
}

pub(super) async fn add(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Settings)?;
    let role = Role::parse(fields.get("role")).unwrap_or(Role::Cashier);
    let who = (fields.get("login"), role);
    let added = staff::add(
        &merchant.pool,
        who,
        fields.exact("password"),
        merchant.clock.now(),
    )
    .await;
    answer(&merchant, &staff, added).await
}

/// Lets somebody in no longer, or again, or gives a new password.
pub(super) async fn change(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    staff.must(Scope::Settings)?;
    let login = fields.exact("login");
    let changed = match fields.get("change") {
        "disable" => staff::set_disabled(&merchant.pool, login, true).await,
        "enable" => staff::set_disabled(&merchant.pool, login, false).await,
        _ => staff::set_password(&merchant.pool, login, fields.exact("password")).await,
    };
    answer(&merchant, &staff, changed).await
}

async fn answer(
    merchant: &Merchant,
    staff: &Staff,
    done: Result<(), StaffError>,
) -> Result<Response, ApiError> {
    match done {
        Ok(()) => Ok(Redirect::to("/staff/people").into_response()),
        Err(error) => {
            let problem = staff_problem(&staff.visit, error)?;
            let page = page(merchant, staff, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The sentence for a refusal.
pub(super) fn staff_problem(visit: &Visit, error: StaffError) -> Result<&'static str, ApiError> {
    let key = match error {
        StaffError::Login => Key::PeopleLoginWrong,
        StaffError::Password => Key::PeoplePasswordWrong,
        StaffError::Taken => Key::PeopleTaken,
        StaffError::Unknown => Key::PeopleUnknown,
        StaffError::LastOwner => Key::PeopleLastOwner,
        StaffError::Hash(_) | StaffError::Storage(_) => return Err(ApiError::internal(&error)),
    };
    Ok(visit.text(key))
}

async fn page(merchant: &Merchant, staff: &Staff, problem: Option<&str>) -> Result<Markup, ApiError> {
    let visit = &staff.visit;
    let people = staff::list(&merchant.pool).await?;
    let body = html! {
        (parts::head(visit, Some("/staff/more"), visit.text(Key::PeopleTitle)))
        @if let Some(problem) = problem { (parts::alert(problem)) }
        div.columns {
            section.card {
                h2 { (visit.text(Key::PeopleList)) }
                ul.rows data-testid="people" { @for member in &people { li { (row(staff, member)) } } }
            }
            section.card {
                h2 { (visit.text(Key::PeopleNew)) }
                form.stack method="post" action="/staff/people" {
                    (parts::form_token(staff))
                    (parts::field("login", visit.text(Key::SignInLogin), None, &html! {
                        input #login name="login" required maxlength="60" autocomplete="off" autocapitalize="none" data-testid="new-login";
                    }))
                    (parts::field("password", visit.text(Key::SignInPassword), Some(visit.text(Key::PeoplePasswordHint)), &html! {
                        input #password name="password" type="password" required minlength="10" autocomplete="new-password" aria-describedby="password-hint" data-testid="new-password";
                    }))
                    (parts::field("role", visit.text(Key::PeopleRole), None, &html! {
                        select #role name="role" data-testid="new-role" {
                            @for role in Role::ALL { option value=(role.as_str()) { (visit.text(role_name(role))) } }
                        }
                    }))
                    ul.hint {
                        @for role in Role::ALL { li { (visit.text(role_text(role))) } }
                    }
                    button.button data-testid="add-person" { (visit.text(Key::PeopleAdd)) }
                }
            }
        }
    };
    Ok(layout::page(
        merchant,
        visit,
        visit.text(Key::PeopleTitle),
        Audience::Staff(staff),
        &body,
    ))
}

pub(super) const fn role_name(role: Role) -> Key {
    match role {
        Role::Cashier => Key::RoleCashier,
        Role::Manager => Key::RoleManager,
        Role::Owner => Key::RoleOwner,
    }
}

const fn role_text(role: Role) -> Key {
    match role {
        Role::Cashier => Key::RoleCashierText,
        Role::Manager => Key::RoleManagerText,
        Role::Owner => Key::RoleOwnerText,
    }
}

fn row(staff: &Staff, member: &Member) -> Markup {
    let visit = &staff.visit;
    let is_other = member.login != staff.session.login;
    html! {
        div.item.tall[is_other] {
            span.item-icon { (icon(Icon::People)) }
            span.item-text {
                span.item-title { (member.login) }
                span.item-note {
                    (visit.text(role_name(member.role))) " · " (i18n::time(member.created_at, visit.language))
                    @if member.disabled { " · " (visit.text(Key::PeopleDisabled)) }
                }
            }
            @if is_other {
                form.stack method="post" action="/staff/people/change" {
                    (parts::form_token(staff))
                    input type="hidden" name="login" value=(member.login);
                    details {
                        summary data-testid="new-password-of" { (visit.text(Key::PeopleNewPassword)) }
                        div.stack {
                            (parts::field(&format!("password-{}", member.login), visit.text(Key::SignInPassword), None, &html! {
                                input id={ "password-" (member.login) } name="password" type="password" minlength="10" autocomplete="new-password" data-testid="password-of";
                            }))
                            button.button.quiet.small name="change" value="password" data-testid="set-password" { (visit.text(Key::PeopleSetPassword)) }
                        }
                    }
                    @if member.disabled {
                        button.button.quiet.small name="change" value="enable" { (visit.text(Key::PeopleEnable)) }
                    } @else {
                        button.button.danger.small name="change" value="disable" data-testid="disable" { (visit.text(Key::PeopleDisable)) }
                    }
                }
            }
        }
    }
}
