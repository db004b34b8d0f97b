//! Paying a server that speaks x402 but shows no CryptoCity order. Nobody vouches for who is paid, and the page says so.
//!
//! ## Organization
//! - `server` – what is asked of the server, and what it answers
//! - `chain` – what is asked of the chain before signing and after sending
//! - `flow` – from the address to the outcome; `model` – the page's state
//! - `ask`, `review`, `outcome` – the views

mod ask;
mod chain;
mod flow;
mod model;
mod outcome;
mod review;
mod server;

use js_sys::{Array, Function, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::UrlSearchParams;

use crate::{
    components::{BusyText, Page},
    i18n::{Key, use_i18n},
    pages::{
        wallet::Wallet,
        x402::{
            ask::{AskView, TroubleView},
            flow::load,
            model::{Model, Screen},
            outcome::OutcomeView,
            review::ReviewView,
        },
    },
};

/// `/x402?url=<address>`: asks that address what is to be paid, shows it, pays it.
#[component]
pub(crate) fn X402Page() -> impl IntoView {
    let i18n = use_i18n();
    let model = Model::new(Wallet::expect(), asked_address());
    if !has_own_policy() {
        // The other pages of the wallet may reach its operators only; this one has a wider policy of its own.
        let _ = window().location().reload();
    } else if model.address.with_untracked(|address| !address.is_empty()) {
        spawn_local(load(model));
    }
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::X402Title).to_owned()) back="/".to_owned()>
            {move || match model.screen.get() {
                Screen::Ask => view! { <AskView model /> }.into_any(),
                Screen::Loading(what) => {
                    view! { <div class="card"><BusyText text=Signal::derive(move || i18n.text(what).to_owned()) /></div> }
                        .into_any()
                }
                Screen::Review(view) => view! { <ReviewView model payment=view /> }.into_any(),
                Screen::Paid(paid) => view! { <OutcomeView model paid /> }.into_any(),
                Screen::Trouble(trouble) => view! { <TroubleView model trouble /> }.into_any(),
            }}
        </Page>
    }
}

/// The `url` of the address bar.
fn asked_address() -> String {
    let search = window().location().search().unwrap_or_default();
    let named = UrlSearchParams::new_with_str(&search);
    named.ok().and_then(|named| named.get("url")).unwrap_or_default()
}

/// Whether the document was loaded at this very path, and not at another page of the wallet first.
fn has_own_policy() -> bool {
    let loaded = || {
        let performance = Reflect::get(&window(), &"performance".into()).ok()?;
        let entries = Reflect::get(&performance, &"getEntriesByType".into()).ok()?;
        let entries = entries
            .dyn_into::<Function>()
            .ok()?
            .call1(&performance, &"navigation".into())
            .ok()?;
        let first = Array::from(&entries).get(0);
        let address = Reflect::get(&first, &"name".into()).ok()?.as_string()?;
        Some(web_sys::Url::new(&address).ok()?.pathname())
    };
    // A browser that does not tell has to be believed: without the policy the page says that it reaches nobody.
    loaded().is_none_or(|path| path == "/x402")
}
