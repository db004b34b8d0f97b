use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    layout::{self, Audience},
    parts,
    visit::{Fields, Posted, Staff, Visit},
};
use crate::{
    ApiError,
    i18n::Key,
    merchant::{
        Merchant, Scope,
        sessions::{self, SignInError, sign_in},
    },
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    next: String,
}

/// Who sells comes to the keypad, who keeps the books to the orders.
pub(super) async fn first_page(staff: Staff) -> Redirect {
    Redirect::to(if staff.may(Scope::Reports) {
        "/staff/orders"
    } else {
        "/staff/pos"
    })
}

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Query(wanted): Query<Wanted>,
    visit: Visit,
) -> Markup {
    form(&merchant, &visit, &wanted.next, "", None)
}

pub(super) async fn submit(
    State(merchant): State<Arc<Merchant>>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, ApiError> {
    let (login, next) = (fields.get("login"), fields.get("next"));
    let refuse = |status: StatusCode, key: Key| {
        let page = form(&merchant, &visit, next, login, Some(visit.text(key)));
        Ok((status, page).into_response())
    };
    match sign_in(&merchant, login, fields.exact("password")).await {
        Ok(cookie) => Ok(([(header::SET_COOKIE, cookie)], Redirect::to(own_page(next))).into_response()),
        Err(SignInError::Wrong) => refuse(StatusCode::UNAUTHORIZED, Key::SignInWrong),
        Err(SignInError::TooFast) => refuse(StatusCode::TOO_MANY_REQUESTS, Key::SignInTooFast),
        Err(SignInError::Staff(error)) => Err(ApiError::internal(&error)),
        Err(SignInError::Storage(error)) => Err(error.into()),
    }
}

pub(super) async fn leave(
    State(merchant): State<Arc<Merchant>>,
    headers: HeaderMap,
    _: Posted,
) -> Result<Response, ApiError> {
    let cookie = sessions::sign_out(&merchant, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/staff/sign-in")).into_response())
}

/// Only pages of the staff's: `next` comes from the address and may have been written by anybody.
fn own_page(next: &str) -> &str {
    let own =
        next.starts_with("/staff/") && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own { next } else { "/staff" }
}

fn form(merchant: &Merchant, visit: &Visit, next: &str, login: &str, problem: Option<&str>) -> Markup {
    let body = html! {
        section.card.narrow {
            h1 { (visit.text(Key::SignInTitle)) }
            p.quiet { (visit.text(Key::SignInText)) }
            @if let Some(problem) = problem { (parts::alert(problem)) }
            form.stack method="post" action="/staff/sign-in" {
                input type="hidden" name="next" value=(next);
                (parts::field("login", visit.text(Key::SignInLogin), None, &html! {
                    input #login name="login" value=(login) autocomplete="username" autocapitalize="none"
                        spellcheck="false" required autofocus[login.is_empty()] data-testid="login";
                }))
                (parts::field("password", visit.text(Key::SignInPassword), None, &html! {
                    input #password name="password" type="password" autocomplete="current-password" required
                        autofocus[!login.is_empty()] data-testid="password";
                }))
                button.button data-testid="sign-in" { (visit.text(Key::SignInSubmit)) }
            }
            p.hint { (visit.text(Key::SignInForgotten)) }
        }
        (parts::test_notice(merchant, visit))
    };
    layout::page(
        merchant,
        visit,
        visit.text(Key::SignInTitle),
        Audience::Customer,
        &body,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_led_to_pages_of_the_till_only() {
        assert_eq!(own_page("/staff/orders?state=paid"), "/staff/orders?state=paid");
        for other in [
            "",
            "//evil.example",
            "https://evil.example",
            "/staff",
            "/staff/\\evil",
            "/staff/\r\nx",
            "/o/1",
        ] {
            assert_eq!(own_page(other), "/staff", "{other}");
        }
    }
}
