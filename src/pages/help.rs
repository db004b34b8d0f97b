use leptos::prelude::*;

use crate::{
    components::Page,
    i18n::{Key, use_i18n},
};

/// Questions people have, with what to do.
const ANSWERS: &[(Key, Key)] = &[
    (Key::HelpStartTitle, Key::HelpStart),
    (Key::HelpAskTitle, Key::HelpAsk),
    (Key::HelpLostTitle, Key::HelpLost),
    (Key::HelpWrongTitle, Key::HelpWrong),
    (Key::HelpAccessTitle, Key::HelpAccess),
];

/// Words that the wallet cannot do without, in plain language.
const TERMS: &[(Key, Key)] = &[
    (Key::HelpTermWallet, Key::HelpTermWalletText),
    (Key::HelpTermWords, Key::HelpTermWordsText),
    (Key::HelpTermPasskey, Key::HelpTermPasskeyText),
    (Key::HelpTermAsset, Key::HelpTermAssetText),
    (Key::HelpTermToken, Key::HelpTermTokenText),
    (Key::HelpTermAddress, Key::HelpTermAddressText),
    (Key::HelpTermNetwork, Key::HelpTermNetworkText),
    (Key::HelpTermFee, Key::HelpTermFeeText),
    (Key::HelpTermOperator, Key::HelpTermOperatorText),
    (Key::HelpTermRate, Key::HelpTermRateText),
    (Key::HelpTermRegistry, Key::HelpTermRegistryText),
    (Key::HelpTermConfirmation, Key::HelpTermConfirmationText),
    (Key::HelpTermDeposit, Key::HelpTermDepositText),
    (Key::HelpTermSandbox, Key::HelpTermSandboxText),
];

/// Help and glossary. Needs neither a wallet nor a network.
#[component]
pub(crate) fn HelpPage() -> impl IntoView {
    let i18n = use_i18n();
    let answers = ANSWERS.iter().map(move |&(title, text)| {
        view! {
            <section class="card">
                <h2>{move || i18n.text(title)}</h2>
                <p>{move || i18n.text(text)}</p>
            </section>
        }
    });
    let terms = TERMS.iter().map(move |&(term, text)| {
        view! {
            <div>
                <dt>{move || i18n.text(term)}</dt>
                <dd>{move || i18n.text(text)}</dd>
            </div>
        }
    });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::HelpTitle).to_owned())>
            <div class="columns">
                <div class="stack">{answers.collect_view()}</div>
                <section class="card">
                    <h2>{move || i18n.text(Key::HelpGlossary)}</h2>
                    <dl class="glossary">{terms.collect_view()}</dl>
                </section>
            </div>
        </Page>
    }
}
