use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    components::{Step, Stepper},
    i18n::{Key, format_tenge, use_i18n},
    pages::deposits::office::Office,
};

const STEPS: [(Key, Key); 5] = [
    (Key::DepositLegalCheck, Key::DepositLegalCheckNote),
    (Key::DepositLegalConsent, Key::DepositLegalConsentNote),
    (Key::DepositLegalContract, Key::DepositLegalContractNote),
    (Key::DepositLegalRegister, Key::DepositLegalRegisterNote),
    (Key::DepositLegalEnd, Key::DepositLegalEndNote),
];

/// What the law asks for beyond the deposit, with the notary's fees of the registry.
#[component]
pub(super) fn LegalSteps(office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    let steps = Signal::derive(move || {
        STEPS
            .map(|(title, note)| Step {
                title: i18n.text(title).to_owned(),
                note: i18n.text(note).to_owned(),
            })
            .to_vec()
    });
    let fees = office.rules.notary_fees.clone();
    let source = fees.first().map(|fee| fee.source.clone());
    let has_fees = !fees.is_empty();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::DepositLegalTitle)}</h2>
            <Stepper steps current=Signal::stored(0) />
            {has_fees
                .then(|| {
                    view! {
                        <h3>{move || i18n.text(Key::DepositFees)}</h3>
                        <ul class="balances">
                            {move || {
                                fees.iter()
                                    .map(|fee| {
                                        view! {
                                            <li>
                                                <span>{i18n.local(&fee.act)}</span>
                                                <span class="number">{format_tenge(fee.fee_tiyn, i18n.language())}</span>
                                            </li>
                                        }
                                    })
                                    .collect_view()
                            }}
                        </ul>
                        <p class="notice">
                            {move || {
                                i18n.fill(
                                    Key::DepositFeesSource,
                                    &[("source", source.as_deref().unwrap_or_default())],
                                )
                            }}
                        </p>
                    }
                })}
            <p class="notice">{move || i18n.text(Key::DepositNotTitle)}</p>
        </section>
    }
}
