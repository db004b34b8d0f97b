//! What surrounds every page: policy headers, the choice of language, and a page in place of an error document.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;

use super::{
    layout::{self, Audience},
    parts,
    visit::{LANGUAGE_COOKIE, Visit},
};
use crate::{
    i18n::{Key, Language},
    merchant::Merchant,
};

/// Nothing but what the till itself serves; no script and no style inside a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const YEAR_SECONDS: u32 = 365 * 86_400;

pub(super) async fn around(State(merchant): State<Arc<Merchant>>, request: Request, next: Next) -> Response {
    if let Some(response) = choose_language(request.method(), request.uri()) {
        return response;
    }
    let visit = Visit::read(request.headers(), request.uri());
    let response = next.run(request).await;
    let mut response = in_words(&merchant, &visit, response);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// `?lang=` is remembered and taken out of the address again.
fn choose_language(method: &Method, uri: &Uri) -> Option<Response> {
    if method != Method::GET {
        return None;
    }
    let query = uri.query()?;
    let chosen = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("lang="))
        .next_back()?;
    let language = Language::parse(chosen)?;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("lang="))
        .collect();
    // Not `//host`: an address of another site.
    let path = format!("/{}", uri.path().trim_start_matches('/'));
    let address = if rest.is_empty() {
        path
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax",
        language.code()
    );
    Some(([(header::SET_COOKIE, cookie)], Redirect::to(&address)).into_response())
}

/// A page that says what happened, that nothing was lost, and what to do, in place of a machine's error document.
fn in_words(merchant: &Merchant, visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let is_document = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !(status.is_client_error() || status.is_server_error()) || !is_document {
        return response;
    }
    let (title, text) = match status {
        StatusCode::NOT_FOUND => (Key::ErrorNotFound, Key::ErrorNotFoundText),
        StatusCode::FORBIDDEN => (Key::ErrorForbidden, Key::ErrorForbiddenText),
        StatusCode::TOO_MANY_REQUESTS => (Key::ErrorTooFast, Key::ErrorTooFastText),
        StatusCode::CONFLICT | StatusCode::GONE => (Key::ErrorChanged, Key::ErrorChangedText),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::PAYLOAD_TOO_LARGE => {
            (Key::ErrorMalformed, Key::ErrorMalformedText)
        }
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE => {
            (Key::ErrorOperator, Key::ErrorOperatorText)
        }
        _ => (Key::ErrorBroken, Key::ErrorBrokenText),
    };
    let home = if visit.uri.path().starts_with("/staff") {
        "/staff"
    } else {
        "/terms"
    };
    let body = html! {
        section.card {
            h1 { (visit.text(title)) }
            p data-testid="error" { (visit.text(text)) }
            div.actions { a.button.quiet href=(home) { (visit.text(if home == "/staff" { Key::ActionHome } else { Key::TermsTitle })) } }
        }
        (parts::test_notice(merchant, visit))
    };
    let page = layout::page(merchant, visit, visit.text(title), Audience::Customer, &body);
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let mut page = (status, page).into_response();
    if let Some(retry) = retry {
        page.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_leaves_the_address_and_never_leads_to_another_site() {
        let go = |uri: &str| {
            let response = choose_language(&Method::GET, &uri.parse().unwrap())?;
            let location = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
            Some((
                location,
                response.headers()[header::SET_COOKIE]
                    .to_str()
                    .unwrap()
                    .to_owned(),
            ))
        };
        let (location, cookie) = go("/staff/orders?state=paid&lang=ru&q=a").unwrap();
        assert_eq!(location, "/staff/orders?state=paid&q=a");
        assert!(cookie.starts_with("till_language=ru; "), "{cookie}");
        assert_eq!(go("/o/1?lang=en").unwrap().0, "/o/1");
        assert_eq!(go("//evil.example?lang=en").unwrap().0, "/evil.example");
        assert_eq!(go("/o/1?lang=de"), None);
        assert_eq!(go("/o/1"), None);
    }
}
