use leptos::{prelude::*, task::spawn_local};
use sig::Address;

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, format_tenge, use_i18n},
    pages::{invest::Offered, wallet::Wallet},
    services::{keep_offerings, read_units_held},
};

/// What the account on screen holds of one offering.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    name: String,
    offered: Offered,
    units: u64,
}

/// The units that the account on screen holds, of all offerings; nothing where there are none.
#[component]
pub(crate) fn Holdings() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let offered: Vec<(String, Offered)> = expect_context();
    let held = RwSignal::new(Vec::<Held>::new());
    let known: Vec<(Address, String)> = offered
        .iter()
        .map(|(_, offered)| (offered.terms.contract, offered.terms.offering.clone()))
        .collect();
    spawn_local(async move { keep_offerings(&known).await });
    let ready = Memo::new(move |_| Some((wallet.registry.get()?.rpc, wallet.account()?)));
    Effect::new(move |_| {
        let Some((rpc, account)) = ready.get() else { return };
        let offered = offered.clone();
        spawn_local(async move {
            let found = read_held(&rpc, account, offered).await;
            // The page may be gone by then.
            let _ = held.try_set(found);
        });
    });
    move || {
        let held = held.get();
        (!held.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{i18n.text(Key::HoldingTitle)}</h2>
                    <ul class="rows ends-below">{held.into_iter().map(row).collect_view()}</ul>
                    <p class="hint">{i18n.text(Key::HoldingsNote)}</p>
                </section>
            }
        })
    }
}

/// Offerings whose contract does not answer are left out: their pages say so.
async fn read_held(rpc: &[String], account: Address, offered: Vec<(String, Offered)>) -> Vec<Held> {
    let mut found = Vec::new();
    for (name, offered) in offered {
        let terms = &offered.terms;
        let units = read_units_held(rpc, terms.asset.chain, terms.contract, account).await;
        if let Ok(units @ 1..) = units {
            found.push(Held { name, offered, units });
        }
    }
    found
}

fn row(held: Held) -> AnyView {
    let i18n = use_i18n();
    let worth = format_tenge(held.offered.worth(held.units), i18n.language());
    let units = i18n.count(Key::SubscribeUnitsCount, held.units);
    view! {
        <li data-testid="holding">
            <a class="item" href=format!("/invest/{}", held.offered.terms.offering)>
                <span class="item-icon">
                    <Glyph icon=Icon::Invest />
                </span>
                <span class="item-text">
                    <span class="item-title">{held.name}</span>
                    <span class="item-note">{units}</span>
                </span>
                <span class="item-end number">{worth}</span>
                <Glyph icon=Icon::Right />
            </a>
            <p class="row">
                {held
                    .offered
                    .documents
                    .into_iter()
                    .map(|document| {
                        view! {
                            <a href=document.url target="_blank" rel="noopener noreferrer">
                                {i18n.local(&document.name)}
                            </a>
                        }
                    })
                    .collect_view()}
            </p>
        </li>
    }
    .into_any()
}
