use leptos::prelude::*;

use crate::{
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
    services::OperatorError,
};

/// Whether an operator would do it for somebody it knows, or knows again.
pub(crate) fn needs_identification(error: &OperatorError) -> bool {
    match error {
        OperatorError::Refused(reason) => is_unknown_person(reason),
        OperatorError::Unreachable => false,
    }
}

/// Whether an operator's reason is that it must know, or know again, whom it deals with.
pub(crate) fn is_unknown_person(reason: &str) -> bool {
    matches!(
        reason,
        "identification_required" | "identification_expired" | "identification_invalid"
    )
}

/// Leads to the identification at an operator, and from there back to the page it came from.
#[component]
pub(crate) fn IdentifyLink(
    /// The operator's till.
    url: String,
    /// The page to come back to: `exchange`, `bank` or `invest`.
    back: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let href = move || {
        let position = wallet.registry.with(|registry| {
            let operators = &registry.as_ref()?.operators;
            operators.iter().position(|operator| operator.url == url)
        });
        format!(
            "/identification?operator={}&back={back}",
            position.unwrap_or_default()
        )
    };
    view! {
        <a class="button" data-testid="identify-open" href=href>
            {move || i18n.text(Key::IdentityNeeded)}
        </a>
    }
}
