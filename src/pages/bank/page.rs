use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{cash_out::CashOut, top_up::TopUp};
use crate::{
    components::{Notice, Page, Tabs},
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

const TOP_UP: &str = "top-up";
const CASH_OUT: &str = "cash-out";
const PANEL: &str = "bank-panel";

/// Tenge for an asset, and back.
#[component]
pub(crate) fn BankPage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let tab = tab_of_address();
    let ready = Memo::new(move |_| Some((wallet.registry.get()?.assets, wallet.account()?)));
    let tabs = Signal::derive(move || {
        vec![
            (TOP_UP, i18n.text(Key::BankTopUp).to_owned()),
            (CASH_OUT, i18n.text(Key::BankCashOut).to_owned()),
        ]
    });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::BankTitle).to_owned())>
            <Notice text=Signal::derive(move || i18n.text(Key::BankSimulated).to_owned()) />
            <Tabs
                label=Signal::derive(move || i18n.text(Key::BankTitle).to_owned())
                tabs
                selected=tab
                panel=PANEL
            />
            <div id=PANEL role="tabpanel">
                {move || {
                    let (assets, account) = ready.get()?;
                    Some(
                        if tab.get() == TOP_UP {
                            view! { <TopUp assets account /> }.into_any()
                        } else {
                            view! { <CashOut assets account /> }.into_any()
                        },
                    )
                }}
            </div>
        </Page>
    }
}

/// The chosen tab; it and the address follow each other.
fn tab_of_address() -> RwSignal<&'static str> {
    let map = use_query_map();
    let navigate = use_navigate();
    let named = Memo::new(move |_| match map.with(|map| map.get("tab")).as_deref() {
        Some(CASH_OUT) => CASH_OUT,
        _ => TOP_UP,
    });
    let tab = RwSignal::new(named.get_untracked());
    Effect::new(move || tab.set(named.get()));
    Effect::new(move |before: Option<&'static str>| {
        let now = tab.get();
        if before.is_some_and(|before| before != now) && named.get_untracked() != now {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&format!("/bank?tab={now}"), options);
        }
        now
    });
    tab
}
