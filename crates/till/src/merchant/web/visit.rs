use std::{collections::HashMap, convert::Infallible, sync::Arc};

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use subtle::ConstantTimeEq;

use crate::{
    ApiError,
    i18n::{Key, Language},
    merchant::{
        Merchant, Scope,
        access::Actor,
        sessions::{self, Session, read_cookie},
    },
};

pub(super) const LANGUAGE_COOKIE: &str = "till_language";
pub(super) const THEME_COOKIE: &str = "till_theme";

/// How somebody looks at a page.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) language: Language,
    /// `light` or `dark` when chosen; the system's otherwise.
    pub(super) theme: Option<&'static str>,
    pub(super) uri: Uri,
}

impl Visit {
    pub(super) fn read(headers: &HeaderMap, uri: &Uri) -> Self {
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let language = read_cookie(headers, LANGUAGE_COOKIE)
            .and_then(Language::parse)
            .or_else(|| accepted.and_then(Language::accepted))
            .unwrap_or(Language::Kazakh);
        let theme = read_cookie(headers, THEME_COOKIE)
            .and_then(|chosen| ["light", "dark"].into_iter().find(|known| *known == chosen));
        Self {
            language,
            theme,
            uri: uri.clone(),
        }
    }

    pub(super) fn text(&self, key: Key) -> &'static str {
        self.language.text(key)
    }

    pub(super) fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        self.language.fill(key, values)
    }

    /// This page in another language: the address with everything that stands in it.
    pub(super) fn in_language(&self, language: Language) -> String {
        let query = self.uri.query().filter(|query| !query.is_empty());
        let before = query.map(|query| format!("{query}&")).unwrap_or_default();
        format!("{}?{before}lang={}", self.uri.path(), language.code())
    }
}

impl FromRequestParts<Arc<Merchant>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Merchant>) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.headers, &parts.uri))
    }
}

/// Somebody of the staff who is signed in.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub(super) visit: Visit,
    pub(super) session: Session,
    pub(super) actor: Actor,
}

impl Staff {
    /// Refuses what the role does not allow; the same rule as for API keys.
    pub(super) fn must(&self, scope: Scope) -> Result<(), ApiError> {
        self.actor.must(scope)
    }

    pub(super) fn may(&self, scope: Scope) -> bool {
        self.actor.may(scope)
    }
}

impl FromRequestParts<Arc<Merchant>> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, merchant: &Arc<Merchant>) -> Result<Self, Response> {
        let session = sessions::find(merchant, &parts.headers)
            .await
            .map_err(|error| ApiError::from(error).into_response())?;
        let visit = Visit::read(&parts.headers, &parts.uri);
        match session {
            Some(session) => Ok(Self {
                actor: Actor::of_staff(&session),
                visit,
                session,
            }),
            None => Err(Redirect::to(&sign_in_address(&parts.method, &parts.uri)).into_response()),
        }
    }
}

/// Where one signs in, and comes back from to the page one wanted.
fn sign_in_address(method: &Method, uri: &Uri) -> String {
    let wanted = uri.path_and_query().map_or("/staff", |wanted| wanted.as_str());
    if method == Method::GET && wanted != "/staff" {
        format!("/staff/sign-in?next={}", encode(wanted))
    } else {
        "/staff/sign-in".into()
    }
}

/// What was typed into a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(HashMap<String, String>);

impl Fields {
    /// A field without the spaces around it; empty when absent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// A field as it was typed.
    pub(super) fn exact(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl FromRequest<Arc<Merchant>> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, merchant: &Arc<Merchant>) -> Result<Self, ApiError> {
        // Every browser in use says where a form stands. A form of another site is not obeyed, whoever is signed in.
        let site = request.headers().get("sec-fetch-site");
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Err(forged());
        }
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, merchant)
            .await
            .map_err(|error| ApiError::malformed(error.to_string()))?;
        Ok(Self(pairs.into_iter().collect()))
    }
}

/// A form of a page that is not this session's.
fn forged() -> ApiError {
    ApiError::new(
        axum::http::StatusCode::FORBIDDEN,
        "form_not_ours",
        "this form is not of this session; open the page again",
    )
}

/// A form that somebody of the staff sent from a page of theirs.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) staff: Staff,
    pub(super) fields: Fields,
}

impl FromRequest<Arc<Merchant>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, merchant: &Arc<Merchant>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let staff = Staff::from_request_parts(&mut parts, merchant).await?;
        let fields = Fields::from_request(Request::from_parts(parts, body), merchant)
            .await
            .map_err(IntoResponse::into_response)?;
        let token = fields.exact("form_token").as_bytes();
        if bool::from(token.ct_eq(staff.session.form_token.as_bytes())) {
            Ok(Self { staff, fields })
        } else {
            Err(forged().into_response())
        }
    }
}

/// A text as part of an address.
pub(super) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switching_the_language_keeps_the_page_and_its_filters() {
        let uri: Uri = "/staff/orders?state=paid&q=a%20b".parse().unwrap();
        let visit = Visit::read(&HeaderMap::new(), &uri);
        assert_eq!(visit.language, Language::Kazakh);
        assert_eq!(
            visit.in_language(Language::Russian),
            "/staff/orders?state=paid&q=a%20b&lang=ru"
        );
    }

    #[test]
    fn one_comes_back_to_the_page_one_wanted() {
        let uri: Uri = "/staff/orders?state=paid".parse().unwrap();
        assert_eq!(
            sign_in_address(&Method::GET, &uri),
            "/staff/sign-in?next=%2Fstaff%2Forders%3Fstate%3Dpaid"
        );
        assert_eq!(sign_in_address(&Method::POST, &uri), "/staff/sign-in");
    }
}
