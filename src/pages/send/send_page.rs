use key_worker::protocol::RegistryView;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use zeroize::Zeroizing;

use super::{
    form::{Form, SendForm},
    review::SendReview,
};
use crate::{
    components::Page,
    i18n::{Key, use_i18n},
    pages::{
        money::{Draft, Money, MoneyTrouble, Prepared, path_of_entry, prepare_transfer, send_transfer},
        security::prove_owner,
        sign::Progressing,
    },
};

/// Sends coin or a permitted token. `?to=`, `?asset=` (symbol) and `?amount=` (base units) fill the form.
#[component]
pub(crate) fn SendPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Money::expect().wallet;
    let ready = Memo::new(move |_| wallet.registry.get().filter(|_| wallet.account().is_some()));
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::SendTitle).to_owned()) back="/".to_owned()>
            {move || ready.get().map(|registry| view! { <SendFlow registry /> })}
        </Page>
    }
}

#[component]
fn SendFlow(registry: RegistryView) -> impl IntoView {
    let money = Money::expect();
    let query = use_query_map().get_untracked();
    let form = Form::new(
        &registry,
        query.get("to").unwrap_or_default(),
        query.get("asset"),
        query.get("amount").and_then(|text| text.parse().ok()),
        money,
    );
    let prepared = RwSignal::new(None::<Prepared>);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let go_on = Callback::new(move |draft: Draft| {
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            match prepare_transfer(money, draft).await {
                Ok(ready) => {
                    let _ = prepared.try_set(Some(ready));
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let approve = Callback::new(move |password: Zeroizing<Vec<u8>>| {
        let Some(ready) = prepared.get_untracked() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = prove_owner(money.wallet, password).await {
                // What was shown stays: the password is typed again.
                let _ = trouble.try_set(Some(error.into()));
                let _ = busy.try_set(false);
                return;
            }
            match send_transfer(money, ready).await {
                Ok(id) => {
                    spawn_local(money.refresh());
                    if let Some(navigate) = navigate.try_get_value() {
                        navigate(&path_of_entry(&id), Default::default());
                    }
                }
                Err(error) => {
                    let _ = prepared.try_set(None);
                    let _ = trouble.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    });
    let back = Callback::new(move |()| {
        trouble.set(None);
        prepared.set(None);
    });
    view! {
        {move || match prepared.get() {
            Some(ready) => view! { <SendReview prepared=ready busy trouble approve back /> }.into_any(),
            None => {
                view! {
                    <SendForm form busy go_on />
                    <Progressing busy trouble />
                }
                    .into_any()
            }
        }}
    }
}
