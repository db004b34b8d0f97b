use deals::IdentityTier;
use key_worker::protocol::{CredentialView, OperatorView, RegistryView};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use sig::Address;

use super::{
    apply::{IdentifyTrouble, Standing, look_again, show},
    form::IdentityForm,
};
use crate::{
    components::{Alert, Notice, Page, SelectField, Skeleton, Tone},
    i18n::{Key, format_date, format_tenge, use_i18n},
    pages::{money::Money, wallet::Wallet},
    services::{IdentityTerms, ask_identity_terms},
};

/// How one is identified at an operator, and the way to it.
#[component]
pub(crate) fn IdentificationPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let ready = Memo::new(move |_| Some((wallet.registry.get()?, wallet.account()?)));
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::IdentityTitle).to_owned()) back="/more".to_owned()>
            {move || ready.get().map(|(registry, account)| view! { <Operators registry account /> })}
        </Page>
    }
}

/// Which operator, where there are several.
#[component]
fn Operators(registry: RegistryView, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let map = use_query_map();
    let named = map.with_untracked(|map| map.get("operator")).unwrap_or_default();
    let chosen = RwSignal::new(if named.is_empty() { "0".to_owned() } else { named });
    let several = registry.operators.len() > 1;
    let operators = StoredValue::new(registry.operators);
    let options = Signal::derive(move || {
        operators.with_value(|operators| {
            let names = operators.iter().enumerate();
            names
                .map(|(position, operator)| (position.to_string(), i18n.local(&operator.name)))
                .collect::<Vec<_>>()
        })
    });
    let operator = move || {
        let position = chosen.get().parse::<usize>().ok()?;
        operators.with_value(|operators| operators.get(position).cloned())
    };
    view! {
        <div class="stack">
            {several
                .then(|| {
                    view! {
                        <SelectField
                            id="identify-operator"
                            label=Signal::derive(move || i18n.text(Key::ExchangeOperator).to_owned())
                            value=chosen
                            options
                        />
                    }
                })}
            {move || operator().map(|operator| view! { <AtOperator operator account /> })}
        </div>
    }
}

#[component]
fn AtOperator(operator: OperatorView, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let url = operator.url.clone();
    let name = Signal::derive({
        let names = operator.name;
        move || i18n.local(&names)
    });
    let terms = RwSignal::new(None::<Result<IdentityTerms, IdentifyTrouble>>);
    let standing = RwSignal::new(None::<Standing>);
    let look = {
        let url = url.clone();
        move || {
            let url = url.clone();
            spawn_local(async move {
                let found = match money.identity(&url, account).await {
                    None => Ok(Standing::None),
                    Some(identity) => match identity.credential.clone() {
                        Some(credential) => show(money, credential).await,
                        None => look_again(money, &url, account, identity).await,
                    },
                };
                // Whatever went wrong, one may apply anew.
                let _ = standing.try_set(Some(found.unwrap_or(Standing::None)));
            });
        }
    };
    look();
    let asked = url.clone();
    spawn_local(async move {
        let answer = ask_identity_terms(&asked).await.map_err(IdentifyTrouble::from);
        let _ = terms.try_set(Some(answer));
    });
    let again = move |_| standing.set(Some(Standing::None));
    move || match (standing.get(), terms.get()) {
        (Some(Standing::Identified(view)), _) => {
            let test = terms.with(|terms| matches!(terms, Some(Ok(terms)) if terms.test));
            view! {
                <Identified view=*view test />
                <button type="button" class="button quiet" on:click=again>
                    {move || i18n.text(Key::IdentityAgain)}
                </button>
            }
            .into_any()
        }
        (Some(Standing::Waiting), _) => {
            let look = look.clone();
            view! {
                <div class="card">
                    <div role="status">
                        <Notice text=Signal::derive(move || i18n.text(Key::IdentityWaiting).to_owned()) />
                    </div>
                    <button type="button" class="button quiet" data-testid="identity-look" on:click=move |_| look()>
                        {move || i18n.text(Key::IdentityLook)}
                    </button>
                </div>
            }
            .into_any()
        }
        (Some(Standing::Refused), _) => view! {
            <div class="card">
                <Alert text=Signal::derive(move || i18n.text(Key::IdentityRefused).to_owned()) />
                <button type="button" class="button quiet" on:click=again>
                    {move || i18n.text(Key::IdentityAgain)}
                </button>
            </div>
        }
        .into_any(),
        (_, Some(Err(trouble))) => view! {
            <div class="card">
                <Alert text=Signal::derive(move || trouble.text(i18n)) />
            </div>
        }
        .into_any(),
        (Some(Standing::None), Some(Ok(terms))) => {
            let url = url.clone();
            view! { <IdentityForm url operator=name terms standing /> }.into_any()
        }
        (_, _) => view! {
            <div class="card">
                <Skeleton />
            </div>
        }
        .into_any(),
    }
}

/// A credential that holds.
#[component]
fn Identified(view: CredentialView, test: bool) -> impl IntoView {
    let i18n = use_i18n();
    let map = use_query_map();
    let back = move || match map.with(|map| map.get("back")).as_deref() {
        Some("exchange") => Some("/exchange"),
        Some("bank") => Some("/bank"),
        Some("invest") => Some("/invest"),
        _ => None,
    };
    let tier = match view.tier {
        IdentityTier::Basic => Key::IdentityTierBasic,
        IdentityTier::Full => Key::IdentityTierFull,
    };
    let (limit, until) = (view.limit_tiyn, view.expires_at);
    let operator = view.operator.name;
    view! {
        <section class="card">
            <div role="status">
                <Notice tone=Tone::Good text=Signal::derive(move || i18n.text(Key::IdentityDone).to_owned()) />
            </div>
            {test
                .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::IdentityTest).to_owned()) /> })}
            <dl class="facts">
                <dt>{move || i18n.text(Key::ExchangeOperator)}</dt>
                <dd>{move || i18n.local(&operator)}</dd>
                <dt>{move || i18n.text(Key::IdentityTier)}</dt>
                <dd data-testid="identity-tier">{move || i18n.text(tier)}</dd>
                <dt>{move || i18n.text(Key::IdentityLimit)}</dt>
                <dd>{move || format_tenge(limit, i18n.language())}</dd>
                <dt>{move || i18n.text(Key::IdentityUntil)}</dt>
                <dd>{move || format_date(until, i18n.language())}</dd>
            </dl>
            <p class="hint">{move || i18n.text(Key::IdentityPrivate)}</p>
            {move || {
                back()
                    .map(|href| {
                        view! {
                            <a class="button" data-testid="identity-back" href=href>
                                {move || i18n.text(Key::IdentityBack)}
                            </a>
                        }
                    })
            }}
        </section>
    }
}
