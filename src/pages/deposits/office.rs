use std::sync::Arc;

use deals::{Desk, SignedDesk};
use key_worker::protocol::{
    AssetView, DepositRulesView, OpenRegistryRequest, OperatorView, Request, Response,
    ShowDepositRulesRequest,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Alert, Skeleton},
    i18n::{Key, use_i18n},
    pages::{deposits::trouble::DepositTrouble, wallet::Wallet},
    services::{KeyError, fetch_registry, request_desk},
};

/// What pages about deposits share: the registry's rules and the operator's desk, both verified by the key worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) registry: OpenRegistryRequest,
    pub(super) rules: DepositRulesView,
    pub(super) signed: SignedDesk,
    pub(super) desk: Desk,
    /// What deposits are held in.
    pub(super) asset: AssetView,
    pub(super) operator: OperatorView,
    /// Where the desk is.
    pub(super) url: String,
}

/// Fetches and verifies both. Done again before every signature, since rules may have changed meanwhile.
pub(super) async fn load_office(wallet: Wallet) -> Result<Office, DepositTrouble> {
    let registry = fetch_registry().await?;
    let place = show(wallet, &registry, None)
        .await?
        .desks
        .into_iter()
        .next()
        .ok_or(DepositTrouble::NoDesk)?;
    let signed = request_desk(&place.url).await?;
    let mut rules = show(wallet, &registry, Some(signed.clone())).await?;
    let (desk, asset) = rules.desk.take().ok_or(DepositTrouble::DeskInvalid)?;
    Ok(Office {
        registry,
        rules,
        signed,
        desk,
        asset,
        operator: place.operator,
        url: place.url,
    })
}

async fn show(
    wallet: Wallet,
    registry: &OpenRegistryRequest,
    desk: Option<SignedDesk>,
) -> Result<DepositRulesView, DepositTrouble> {
    let request = Request::ShowDepositRules(ShowDepositRulesRequest {
        registry: registry.clone(),
        desk,
    });
    match wallet.ask(&request).await? {
        Response::DepositRules(rules) => Ok(*rules),
        _ => Err(KeyError::Worker.into()),
    }
}

/// Loads the office; until then grey lines, on trouble its sentence and a button to try again.
#[component]
pub(super) fn WithOffice(
    /// What is shown then.
    ready: Callback<Arc<Office>, AnyView>,
    /// Whether that has columns.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let office = RwSignal::new(None::<Result<Arc<Office>, DepositTrouble>>);
    let load = move || {
        office.set(None);
        spawn_local(async move {
            let loaded = load_office(wallet).await.map(Arc::new);
            // The page may have been left meanwhile.
            let _ = office.try_set(Some(loaded));
        });
    };
    load();
    move || match office.get() {
        None => view! { <Skeleton lines=5 wide /> }.into_any(),
        Some(Ok(office)) => ready.run(office),
        Some(Err(trouble)) => view! {
            <Alert text=Signal::derive(move || trouble.text(i18n)) />
            <button type="button" class="button" data-testid="retry" on:click=move |_| load()>
                {move || i18n.text(Key::ActionRetry)}
            </button>
        }
        .into_any(),
    }
}
