use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use sig::Signer;

use super::{
    layout::{self, Audience},
    parts,
    people::{role_name, staff_problem},
    visit::{Posted, Staff, THEME_COOKIE},
};
use crate::{
    ApiError,
    i18n::{self, Key},
    merchant::{Merchant, sessions::SignInError, staff},
};

/// What does not fit into the bar of a phone.
pub(super) async fn more(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Markup {
    let visit = &staff.visit;
    let body = html! {
        (parts::head(visit, None, visit.text(Key::NavMore)))
        section.card { (layout::more_sections(&staff)) }
        (leave(&staff))
    };
    layout::page(
        &merchant,
        visit,
        visit.text(Key::NavMore),
        Audience::Staff(&staff),
        &body,
    )
}

pub(super) async fn show(State(merchant): State<Arc<Merchant>>, staff: Staff) -> Markup {
    page(&merchant, &staff, None)
}

pub(super) async fn choose_theme(Posted { fields, .. }: Posted) -> Response {
    let theme = ["light", "dark"]
        .into_iter()
        .find(|theme| *theme == fields.get("theme"));
    let cookie = match theme {
        Some(theme) => format!("{THEME_COOKIE}={theme}; Path=/; Max-Age=31536000; SameSite=Lax"),
        None => format!("{THEME_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax"),
    };
    ([(header::SET_COOKIE, cookie)], Redirect::to("/staff/settings")).into_response()
}

/// Everybody changes their own password, and signs in again with it.
pub(super) async fn change_password(
    State(merchant): State<Arc<Merchant>>,
    Posted { staff, fields }: Posted,
) -> Result<Response, ApiError> {
    let login = &staff.session.login;
    let visit = &staff.visit;
    let refuse = |problem: &str| {
        Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(&merchant, &staff, Some(problem)),
        )
            .into_response())
    };
    if merchant.limits.sign_in(login).is_err() {
        return refuse(visit.text(Key::SignInTooFast));
    }
    let known = staff::recognize(&merchant.pool, login, fields.exact("old")).await;
    if known
        .map_err(|error| ApiError::internal(&SignInError::from(error)))?
        .is_none()
    {
        return refuse(visit.text(Key::SettingsPasswordOldWrong));
    }
    match staff::set_password(&merchant.pool, login, fields.exact("new")).await {
        Ok(()) => Ok(Redirect::to("/staff/sign-in").into_response()),
        Err(error) => refuse(staff_problem(visit, error)?),
    }
}

fn leave(staff: &Staff) -> Markup {
    html! {
        form method="post" action="/staff/sign-out" {
            (parts::form_token(staff))
            button.button.quiet data-testid="sign-out" { (staff.visit.text(Key::SettingsLeave)) }
        }
    }
}

fn page(merchant: &Merchant, staff: &Staff, problem: Option<&str>) -> Markup {
    let visit = &staff.visit;
    let body = html! {
        (parts::head(visit, Some("/staff/more"), visit.text(Key::SettingsTitle)))
        @if let Some(problem) = problem { (parts::alert(problem)) }
        section.card {
            h2 { (staff.session.login) }
            p.quiet { (visit.text(role_name(staff.session.role))) }
            form.stack method="post" action="/staff/settings/theme" {
                (parts::form_token(staff))
                fieldset {
                    legend.field-label { (visit.text(Key::SettingsTheme)) }
                    div.chips {
                        @for (value, name) in [("", Key::SettingsThemeSystem), ("light", Key::SettingsThemeLight), ("dark", Key::SettingsThemeDark)] {
                            button.chip name="theme" value=(value) aria-pressed=(if visit.theme.unwrap_or_default() == value { "true" } else { "false" }) { (visit.text(name)) }
                        }
                    }
                }
            }
            (leave(staff))
        }
        section.card {
            h2 { (visit.text(Key::SettingsPassword)) }
            form.stack method="post" action="/staff/settings/password" {
                (parts::form_token(staff))
                (parts::field("old", visit.text(Key::SettingsPasswordOld), None, &html! { input #old name="old" type="password" required autocomplete="current-password"; }))
                (parts::field("new", visit.text(Key::SettingsPasswordNew), Some(visit.text(Key::PeoplePasswordHint)), &html! { input #new name="new" type="password" required minlength="10" autocomplete="new-password" aria-describedby="new-hint"; }))
                button.button.quiet { (visit.text(Key::SettingsPasswordChange)) }
            }
        }
        (shop(merchant, staff))
        (parts::test_notice(merchant, visit))
    };
    layout::page(
        merchant,
        visit,
        visit.text(Key::SettingsTitle),
        Audience::Staff(staff),
        &body,
    )
}

/// What customers are told and what the zone certified. It stands in files: the page shows it and says where.
fn shop(merchant: &Merchant, staff: &Staff) -> Markup {
    let (visit, certificate, consumer) = (&staff.visit, &merchant.certificate, &merchant.config.consumer);
    let until = certificate
        .validity
        .valid_until
        .map_or_else(|| "—".to_owned(), |end| i18n::time(end, visit.language));
    let (version, expires) = merchant
        .registry
        .with(|registry| (registry.version, registry.expires_at));
    html! {
        section.card {
            h2 { (visit.text(Key::SettingsShop)) }
            dl.facts {
                dt { (visit.text(Key::SettingsNames)) } dd { (certificate.names.all().join(" / ")) }
                dt { (visit.text(Key::ReceiptBin)) } dd { (certificate.bin) }
                dt { (visit.text(Key::SettingsContact)) } dd { (certificate.contact) }
                dt { (visit.text(Key::SettingsVat)) } dd { (visit.text(if certificate.vat_payer { Key::SettingsVatYes } else { Key::SettingsVatNo })) }
                dt { (visit.text(Key::SettingsCertificate)) } dd { (until) @if certificate.test { " · " (visit.text(Key::PageTest)) } }
                dt { (visit.text(Key::SettingsOrigins)) } dd.hash { (certificate.origins.join(", ")) }
                dt { (visit.text(Key::SettingsOrderKey)) } dd.hash { (merchant.config.order_key.address()) }
                dt { (visit.text(Key::ReceiptRegistry)) } dd { (version) ", " (i18n::time(expires, visit.language)) }
                dt { (visit.text(Key::SettingsTerms)) } dd { a href="/terms" { (consumer.terms_version) } }
                dt { (visit.text(Key::SettingsReturns)) } dd { (consumer.return_days) " / " (consumer.refund_days) }
            }
            p.hint { (visit.text(Key::SettingsInFile)) }
        }
    }
}
