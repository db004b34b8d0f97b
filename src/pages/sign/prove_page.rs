use key_worker::protocol::{
    PrepareProofRequest, Request, Response, SignPreparedRequest, SignedView, SigningView,
};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use sig::B256;

use super::{
    StatementView,
    sign_page::{Progressing, fragment},
};
use crate::{
    components::{Alert, CopyButton, Field, Notice, Page, Tone},
    i18n::{Key, use_i18n},
    pages::money::{Money, MoneyTrouble},
    services::{KeyError, save_file},
};

/// What an operator puts into its link or QR code: `/prove#request=<JSON>`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    /// The operator's identifier in the registry.
    operator_id: String,
    /// What for.
    purpose: String,
    /// Its random number.
    challenge: B256,
}

/// "This address is mine", for one operator and one purpose. Shows who asks and what it would learn; nothing else is
/// disclosed, and the proof is worthless to anybody else.
#[component]
pub(crate) fn ProvePage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let text = RwSignal::new(fragment("request").unwrap_or_default());
    let asked = Memo::new(move |_| serde_json::from_str::<Asked>(&text.get()).ok());
    let shown = RwSignal::new(None::<SigningView>);
    let proof = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    // Shown as soon as the request can be read and the registry is here.
    Effect::new(move |_| {
        let (Some(asked), true) = (asked.get(), money.wallet.registry.with(Option::is_some)) else {
            shown.set(None);
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match prepare(money, asked).await {
                Ok(view) => {
                    trouble.set(None);
                    shown.set(Some(view));
                }
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    });
    let sign = move |handle: u32| {
        busy.set(true);
        spawn_local(async move {
            match sign(money, handle).await {
                Ok(text) => proof.set(Some(text)),
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ProveTitle).to_owned()) back="/more".to_owned()>
            <div class="card">
                {move || match (proof.get(), shown.get()) {
                    (Some(proof), _) => view! { <Proven proof /> }.into_any(),
                    (None, Some(view)) => {
                        let handle = view.handle;
                        view! {
                            <StatementView statement=view.statement />
                            <Notice text=Signal::derive(move || i18n.text(Key::ProveDisclosed).to_owned()) />
                            <div class="actions">
                                <a class="button quiet" href="/">{move || i18n.text(Key::SignReject)}</a>
                                <button
                                    type="button"
                                    class="button"
                                    data-testid="prove-submit"
                                    disabled=move || busy.get()
                                    on:click=move |_| sign(handle)
                                >
                                    {move || i18n.text(Key::ProveSubmit)}
                                </button>
                            </div>
                        }
                        .into_any()
                    }
                    (None, None) => view! {
                        <p class="quiet">{move || i18n.text(Key::ProveHint)}</p>
                        <Field id="prove-request" label=Signal::derive(move || i18n.text(Key::ProveInput).to_owned())>
                            <textarea
                                id="prove-request"
                                data-testid="prove-request"
                                rows="5"
                                spellcheck="false"
                                prop:value=move || text.get()
                                on:input=move |event| text.set(event_target_value(&event))
                            ></textarea>
                        </Field>
                        {move || {
                            (!text.with(String::is_empty) && asked.get().is_none())
                                .then(|| view! { <Alert text=Signal::derive(move || i18n.text(Key::ProveUnreadable).to_owned()) /> })
                        }}
                    }
                        .into_any(),
                }}
                <Progressing busy trouble />
            </div>
        </Page>
    }
}

#[component]
fn Proven(proof: String) -> impl IntoView {
    let i18n = use_i18n();
    let file = proof.clone();
    view! {
        <Notice text=Signal::derive(move || i18n.text(Key::ProveDone).to_owned()) tone=Tone::Good />
        <p class="hash" data-testid="proof" translate="no">{proof.clone()}</p>
        <div class="actions">
            <CopyButton text=proof />
            <button
                type="button"
                class="button quiet"
                on:click=move |_| save_file("address-proof.json", &file)
            >
                {move || i18n.text(Key::ProveSave)}
            </button>
        </div>
    }
}

async fn prepare(money: Money, asked: Asked) -> Result<SigningView, MoneyTrouble> {
    let account = untrack(move || money.wallet.account_view()).ok_or(MoneyTrouble::NoRegistry)?;
    let request = Request::PrepareProof(PrepareProofRequest {
        registry: money.registry_request()?,
        account: account.number,
        operator_id: asked.operator_id,
        purpose: asked.purpose,
        challenge: asked.challenge,
    });
    match money.wallet.ask(&request).await? {
        Response::Signing(view) => Ok(*view),
        _ => Err(KeyError::Worker.into()),
    }
}

/// The proof and its signature as JSON, for the operator.
async fn sign(money: Money, handle: u32) -> Result<String, MoneyTrouble> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited: false,
    });
    match money.wallet.ask(&request).await? {
        Response::SignedRequest(SignedView::Proof { proof, signature }) => {
            Ok(serde_json::json!({ "proof": proof, "signature": signature }).to_string())
        }
        _ => Err(KeyError::Worker.into()),
    }
}
