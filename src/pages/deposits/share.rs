use leptos::prelude::*;

use crate::{
    components::{CopyButton, Qr},
    i18n::{Key, use_i18n},
};

/// The link by which seller and notary find the deposit, as text and as a square.
#[component]
pub(super) fn ShareLink(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let origin = window().location().origin().unwrap_or_default();
    let link = format!("{origin}/deposit/{id}");
    view! {
        <section class="card no-print">
            <h2>{move || i18n.text(Key::DepositShare)}</h2>
            <p>{move || i18n.text(Key::DepositShareLead)}</p>
            <Qr text=link.clone() label=Signal::derive(move || i18n.text(Key::DepositShare).to_owned()) />
            <p class="hash" data-testid="deposit-link" translate="no">{link.clone()}</p>
            <CopyButton text=link />
        </section>
    }
}
