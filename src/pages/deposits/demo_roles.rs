use key_worker::protocol::{ReadWordsRequest, Request};
use leptos::{prelude::*, task::spawn_local};
use sig::Address;
use zeroize::Zeroizing;

use crate::{
    components::{Alert, Toasts},
    i18n::{Key, use_i18n},
    pages::wallet::{Wallet, WalletTrouble},
};

/// Published test words of the demo's seller and notary: everybody knows them, nobody's money belongs there.
const ROLES: [(Key, &str, &str); 2] = [
    (
        Key::DepositSeller,
        "vessel ladder alter error federal sibling chat ability sun glass valve picture",
        "0x93bb483bD2D0190d48778bA21F7D85F793bBcEd0",
    ),
    (
        Key::DepositNotary,
        "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
        "0xfc2077CA7F403cBECA41B1B0F62D91B5EA631B5E",
    ),
];

/// In the demo one person plays all three sides: the published accounts of seller and notary are added to this wallet.
#[component]
pub(super) fn DemoRoles() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let trouble = RwSignal::new(None::<WalletTrouble>);
    let busy = RwSignal::new(false);
    let has = move |address: &str| {
        let address: Option<Address> = address.parse().ok();
        wallet.status.with(|status| {
            status.as_ref().is_some_and(|status| {
                status
                    .accounts
                    .iter()
                    .any(|account| Some(account.address) == address)
            })
        })
    };
    let add = move |words: &'static str| {
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            let added = async {
                let secret = Zeroizing::new(words.as_bytes().to_vec());
                let request = Request::ReadWords(ReadWordsRequest::default());
                wallet.ask_with(&request, secret).await?;
                wallet.ask(&Request::AddToVault).await
            };
            let result = added.await;
            let _ = busy.try_set(false);
            match result {
                Ok(_) => toasts.show(i18n.text(Key::KeysImportDone)),
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <section class="card no-print" data-testid="demo-roles">
            <div class="card-head">
                <h2>{move || i18n.text(Key::DepositDemoTitle)}</h2>
                <span class="badge">{move || i18n.text(Key::DemoBadge)}</span>
            </div>
            <p>{move || i18n.text(Key::DepositDemoLead)}</p>
            {ROLES
                .map(|(role, words, address)| {
                    view! {
                        <div class="stack">
                            <p class="hash" translate="no">{words}</p>
                            {move || {
                                if has(address) {
                                    view! { <p class="quiet">{i18n.fill(Key::DepositDemoHas, &[("role", i18n.text(role))])}</p> }
                                        .into_any()
                                } else {
                                    view! {
                                        <button
                                            type="button"
                                            class="button quiet"
                                            data-testid=if role == Key::DepositSeller { "demo-seller" } else { "demo-notary" }
                                            disabled=move || busy.get()
                                            on:click=move |_| add(words)
                                        >
                                            {i18n.fill(Key::DepositDemoAdd, &[("role", i18n.text(role))])}
                                        </button>
                                    }
                                        .into_any()
                                }
                            }}
                        </div>
                    }
                })
                .into_iter()
                .collect_view()}
            {move || {
                trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })
            }}
        </section>
    }
}
