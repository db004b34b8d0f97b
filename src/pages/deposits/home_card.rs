use deals::DepositRecord;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Icon, Item},
    i18n::{Key, use_i18n},
    pages::{
        deposits::{
            list_page::{DepositRows, read_deposits},
            office::load_office,
        },
        wallet::Wallet,
    },
    services::known_deposits,
};

/// How many the home page shows.
const MOST: usize = 3;

/// The newest deposits, and the way to all of them.
#[component]
pub(crate) fn HomeDeposits() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let records = RwSignal::new(Vec::<DepositRecord>::new());
    if !known_deposits().is_empty() {
        spawn_local(async move {
            // Without a desk the way to the page stays, which says why.
            if let Ok(office) = load_office(wallet).await {
                let read = read_deposits(&office.url, MOST).await;
                let _ = records.try_set(read);
            }
        });
    }
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::DepositsTitle)}</h2>
            {move || {
                let records = records.get();
                (!records.is_empty()).then(|| view! { <DepositRows records /> })
            }}
            <Item
                icon=Icon::Deposit
                title=Signal::derive(move || i18n.text(Key::DepositsAll).to_owned())
                note=Signal::derive(move || i18n.text(Key::DepositsAllNote).to_owned())
                href="/deposits".to_owned()
            />
        </section>
    }
}
