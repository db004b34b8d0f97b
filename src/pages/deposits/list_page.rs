use std::sync::Arc;

use browser::now_seconds;
use deals::DepositRecord;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Empty, Icon, Item, Page, Skeleton},
    i18n::{Key, format_tenge, use_i18n},
    pages::{
        app::Unlocked,
        deposits::{
            demo_roles::DemoRoles,
            office::{Office, WithOffice},
            phase::Phase,
            words::kind_key,
        },
        wallet::Wallet,
    },
    services::{known_deposits, request_deposit},
};

/// The deposits that were proposed or opened in this browser.
#[component]
pub(crate) fn DepositsPage() -> impl IntoView {
    let i18n = use_i18n();
    let ready = Callback::new(|office| view! { <Deposits office /> }.into_any());
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::DepositsTitle).to_owned()) back="/">
                <WithOffice ready />
            </Page>
        </Unlocked>
    }
}

/// The records of known deposits, newest first; what the desk does not answer for is left out.
pub(super) async fn read_deposits(url: &str, most: usize) -> Vec<DepositRecord> {
    let mut records = Vec::new();
    for known in known_deposits().into_iter().take(most) {
        if let Ok(record) = request_deposit(url, &known.id).await {
            records.push(record);
        }
    }
    records
}

/// How many are shown.
const MOST: usize = 30;

#[component]
fn Deposits(office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let records = RwSignal::new(None::<Vec<DepositRecord>>);
    let url = office.url.clone();
    spawn_local(async move {
        let read = read_deposits(&url, MOST).await;
        let _ = records.try_set(Some(read));
    });
    let demo = wallet
        .registry
        .with_untracked(|registry| registry.as_ref().is_some_and(|registry| registry.demo));
    view! {
        <section class="card">
            {move || match records.get() {
                None => view! { <Skeleton lines=3 /> }.into_any(),
                Some(records) if records.is_empty() => {
                    view! {
                        <Empty
                            icon=Icon::Deposit
                            title=Signal::derive(move || i18n.text(Key::DepositsEmpty).to_owned())
                            text=Signal::derive(move || i18n.text(Key::DepositsEmptyLead).to_owned())
                        />
                    }
                        .into_any()
                }
                Some(records) => view! { <DepositRows records /> }.into_any(),
            }}
            <a class="button" href="/deposit/new" data-testid="deposit-new">
                {move || i18n.text(Key::DepositNew)}
            </a>
        </section>
        {demo.then(|| view! { <DemoRoles /> })}
    }
}

/// One row a deposit.
#[component]
pub(super) fn DepositRows(records: Vec<DepositRecord>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = records.into_iter().map(move |record| {
        let phase = Phase::of(&record, &record.state, now_seconds());
        let title = record.proposal.home.title.clone();
        let (kind, deposit) = (record.proposal.kind, record.proposal.deposit_tiyn);
        let note = Signal::derive(move || {
            format!(
                "{} · {}",
                i18n.text(kind_key(kind)),
                format_tenge(deposit, i18n.language())
            )
        });
        view! {
            <li>
                <Item
                    icon=Icon::Deposit
                    title=Signal::derive(move || i18n.local(&title))
                    note
                    href=format!("/deposit/{}", record.id)
                >
                    <span class=phase.badge()>{move || i18n.text(phase.key())}</span>
                </Item>
            </li>
        }
    });
    view! { <ul class="rows deposits ends-below">{rows.collect_view()}</ul> }
}
