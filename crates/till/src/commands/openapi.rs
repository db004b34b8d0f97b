use super::TillRole;

/// The description of a till's interface, OpenAPI 3.1, as it is served at `/openapi.json`.
#[must_use]
pub const fn openapi(role: TillRole) -> &'static str {
    match role {
        TillRole::Merchant => crate::openapi::MERCHANT,
        TillRole::Operator => crate::openapi::OPERATOR,
    }
}
