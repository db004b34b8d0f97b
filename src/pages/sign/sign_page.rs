use clearsign::Warning;
use key_worker::protocol::{
    PrepareMessageRequest, Request, Response, SignPreparedRequest, SignedView, SigningView,
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use web_sys::UrlSearchParams;
use zeroize::Zeroizing;

use super::StatementView;
use crate::{
    components::{Alert, BusyText, CopyButton, Field, Notice, Page, Tone, WalletPassword, take_password},
    i18n::{Key, use_i18n},
    pages::{
        money::{Money, MoneyTrouble},
        security::prove_owner,
    },
    services::KeyError,
};

/// A message or typed data to be signed: pasted, or named by the address (`/sign#text=…`).
#[component]
pub(crate) fn SignPage() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let text = RwSignal::new(fragment("text").unwrap_or_default());
    let shown = RwSignal::new(None::<SigningView>);
    let signed = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    let run = move |work: std::pin::Pin<Box<dyn Future<Output = Result<(), MoneyTrouble>>>>| {
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            let result = work.await;
            let _ = trouble.try_set(result.err());
            let _ = busy.try_set(false);
        });
    };
    let show = move |event: SubmitEvent| {
        event.prevent_default();
        run(Box::pin(async move {
            shown.set(Some(prepare(money, text.get_untracked()).await?));
            Ok(())
        }));
    };
    let sign = Callback::new(move |(handle, allow_unlimited, password): Signing| {
        run(Box::pin(async move {
            if let Some(password) = password {
                prove_owner(money.wallet, password).await?;
            }
            signed.set(Some(sign(money, handle, allow_unlimited).await?));
            Ok(())
        }));
    });
    let again = move || {
        shown.set(None);
        signed.set(None);
        trouble.set(None);
    };
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::SignTitle).to_owned()) back="/more".to_owned()>
            <div class="card">
                {move || match (signed.get(), shown.get()) {
                    (Some(signature), _) => view! {
                        <Notice text=Signal::derive(move || i18n.text(Key::SignDone).to_owned()) tone=Tone::Good />
                        <p class="hash" data-testid="signature" translate="no">{signature.clone()}</p>
                        <div class="actions">
                            <CopyButton text=signature />
                            <button type="button" class="button quiet" on:click=move |_| again()>
                                {move || i18n.text(Key::SignAgain)}
                            </button>
                        </div>
                    }
                        .into_any(),
                    (None, Some(view)) => view! { <Decision view busy sign back=Callback::new(move |()| again()) /> }.into_any(),
                    (None, None) => view! {
                        <form class="stack" on:submit=show>
                            <p class="quiet">{move || i18n.text(Key::SignHint)}</p>
                            <Field id="sign-text" label=Signal::derive(move || i18n.text(Key::SignInput).to_owned())>
                                <textarea
                                    id="sign-text"
                                    data-testid="sign-text"
                                    rows="7"
                                    spellcheck="false"
                                    prop:value=move || text.get()
                                    on:input=move |event| text.set(event_target_value(&event))
                                ></textarea>
                            </Field>
                            <button type="submit" class="button" data-testid="sign-show" disabled=move || busy.get()>
                                {move || i18n.text(Key::SignShow)}
                            </button>
                        </form>
                    }
                        .into_any(),
                }}
                <Progressing busy trouble />
            </div>
        </Page>
    }
}

/// What went wrong, and that something is being done.
#[component]
pub(crate) fn Progressing(busy: RwSignal<bool>, trouble: RwSignal<Option<MoneyTrouble>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })}
        {move || {
            busy.get().then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::KeysBusy).to_owned()) /> })
        }}
    }
}

/// Which prepared request, whether its allowance may have no limit, and the password where it asks for one.
type Signing = (u32, bool, Option<Zeroizing<Vec<u8>>>);

/// The statement and the decision. An allowance without limit takes a second, explicit step; what can move tokens takes the
/// password.
#[component]
fn Decision(
    view: SigningView,
    busy: RwSignal<bool>,
    sign: Callback<Signing>,
    back: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let unlimited = view.statement.warnings.contains(&Warning::Unlimited);
    let agreed = RwSignal::new(false);
    let (handle, needs_owner) = (view.handle, view.needs_owner);
    let password = NodeRef::<Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = password.get_untracked().map(|input| take_password(&input));
        if typed.is_some() == needs_owner {
            sign.run((handle, agreed.get_untracked(), typed));
        }
    };
    view! {
        <StatementView statement=view.statement />
        <form class="stack" on:submit=submit>
        {unlimited
            .then(|| {
                view! {
                    <label class="check-row">
                        <input
                            type="checkbox"
                            data-testid="sign-unlimited"
                            prop:checked=move || agreed.get()
                            on:change=move |event| agreed.set(event_target_checked(&event))
                        />
                        <span>{move || i18n.text(Key::SignUnlimitedAgree)}</span>
                    </label>
                }
            })}
        {needs_owner
            .then(|| {
                view! {
                    <WalletPassword node=password id="sign-password" />
                }
            })}
        <div class="actions">
            <button type="button" class="button quiet" on:click=move |_| back.run(())>
                {move || i18n.text(Key::SignReject)}
            </button>
            <button
                type="submit"
                class="button"
                class:danger=unlimited
                data-testid="sign-submit"
                disabled=move || busy.get() || (unlimited && !agreed.get())
            >
                {move || i18n.text(Key::SignSubmit)}
            </button>
        </div>
        </form>
    }
}

/// A value in the fragment of the address.
pub(super) fn fragment(name: &str) -> Option<String> {
    let hash = window().location().hash().ok()?;
    UrlSearchParams::new_with_str(hash.strip_prefix('#')?)
        .ok()?
        .get(name)
}

/// Who asks is not attested by anybody for what is pasted: no origin, so sign-ins of sites are refused.
async fn prepare(money: Money, text: String) -> Result<SigningView, MoneyTrouble> {
    let registry = money
        .wallet
        .registry
        .get_untracked()
        .ok_or(MoneyTrouble::NoRegistry)?;
    let account = untrack(move || money.wallet.account_view()).ok_or(MoneyTrouble::NoRegistry)?;
    let request = PrepareMessageRequest {
        registry: money.registry_request()?,
        account: account.number,
        chain: registry.home_chain,
        text: text.clone(),
        origin: None,
        paying: false,
    };
    let request = if text.trim_start().starts_with('{') {
        Request::PrepareTypedData(request)
    } else {
        Request::PrepareMessage(request)
    };
    match money.wallet.ask(&request).await? {
        Response::Signing(view) => Ok(*view),
        _ => Err(KeyError::Worker.into()),
    }
}

async fn sign(money: Money, handle: u32, allow_unlimited: bool) -> Result<String, MoneyTrouble> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited,
    });
    match money.wallet.ask(&request).await? {
        Response::SignedRequest(SignedView::Message { signature }) => Ok(signature.to_string()),
        _ => Err(KeyError::Worker.into()),
    }
}
