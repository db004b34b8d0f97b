use std::sync::Arc;

use browser::now_seconds;
use deals::{DepositRecord, DepositState, DepositStatus};
use gloo_timers::future::TimeoutFuture;
use leptos::{html::H2, prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use units::AssetAmount;

use crate::{
    components::{Alert, Notice, Page, Skeleton, Tone, focus_on},
    i18n::{Key, format_amount, format_tenge, use_i18n},
    pages::{
        app::Unlocked,
        deposits::{
            demo_roles::DemoRoles,
            join::Join,
            legal_steps::LegalSteps,
            office::{Office, WithOffice},
            phase::Phase,
            remove_proposal::RemoveProposal,
            share::ShareLink,
            sign_dialog::{SignDialog, Wanted},
            timeline::{History, Timeline},
            trouble::DepositTrouble,
            what_if::WhatIf,
            words::kind_key,
            your_turn::{YourTurn, sides},
        },
        wallet::Wallet,
    },
    services::{keep_deposit, known_deposits, read_deposit_on_chain, request_deposit},
};

/// How often the desk and the contract are looked at while the page is open, in milliseconds.
const LOOK_AGAIN: u32 = 5_000;

/// What is known about a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) record: DepositRecord,
    /// From the contract itself, or, when no node answers, from the desk.
    pub(super) state: DepositState,
    pub(super) from_contract: bool,
    /// Held for the buyer because paying out failed.
    pub(super) owed_buyer: AssetAmount,
    /// The same for the seller.
    pub(super) owed_seller: AssetAmount,
}

/// One deposit: where it is, what to do, what happens then.
#[component]
pub(crate) fn DepositPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::DepositTitle).to_owned()) back="/deposits">
                {move || {
                    let id = id.get();
                    let ready = Callback::new(move |office| view! { <OneDeposit id=id.clone() office /> }.into_any());
                    view! { <WithOffice ready wide=true /> }
                }}
            </Page>
        </Unlocked>
    }
}

async fn look(wallet: Wallet, url: &str, id: &str) -> Result<Known, DepositTrouble> {
    let record = request_deposit(url, id).await?;
    complete(wallet, record).await
}

/// Adds what the contract says, and refuses another agreement than the one that was signed here.
async fn complete(wallet: Wallet, record: DepositRecord) -> Result<Known, DepositTrouble> {
    let mut known = Known {
        state: record.state,
        from_contract: false,
        owed_buyer: AssetAmount::ZERO,
        owed_seller: AssetAmount::ZERO,
        record,
    };
    let Some(agreement) = &known.record.agreement else {
        return Ok(known);
    };
    let signed = known_deposits()
        .into_iter()
        .find(|entry| entry.id == known.record.id)
        .and_then(|entry| entry.signed);
    if signed.is_some_and(|hash| hash != agreement.hash()) {
        return Err(DepositTrouble::ChangedTerms);
    }
    let rpc = wallet
        .registry
        .with_untracked(|registry| registry.as_ref().map(|registry| registry.rpc.clone()))
        .unwrap_or_default();
    if let Ok(on_chain) = read_deposit_on_chain(&rpc, agreement).await {
        known.state = on_chain.state;
        known.owed_buyer = on_chain.owed_buyer;
        known.owed_seller = on_chain.owed_seller;
        known.from_contract = true;
    }
    Ok(known)
}

type Look = RwSignal<Option<Result<Arc<Known>, DepositTrouble>>>;

/// Replaces what is shown only when it changed: what somebody is typing stays. A failed look keeps what was known.
fn show(known: Look, answer: Result<Known, DepositTrouble>) {
    let answer = answer.map(Arc::new);
    let keep = known.with_untracked(|shown| match (shown, &answer) {
        (Some(Ok(_)), Err(DepositTrouble::ChangedTerms)) => false,
        (Some(Ok(_)), Err(_)) => true,
        (Some(shown), answer) => shown == answer,
        (None, _) => false,
    });
    if !keep {
        known.set(Some(answer));
    }
}

#[component]
fn OneDeposit(id: String, office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let known: Look = RwSignal::new(None);
    let now = RwSignal::new(now_seconds());
    let wanted = RwSignal::new(None);
    let chosen = RwSignal::new("");
    let (url, deposit) = (office.url.clone(), id.clone());
    spawn_local(async move {
        let mut kept = false;
        // Ends when the page is left: its signals are gone then.
        while !known.is_disposed() {
            let answer = look(wallet, &url, &deposit).await;
            if known.is_disposed() {
                break;
            }
            // Once: what is taken off the list stays off it.
            if answer.is_ok() && !kept {
                keep_deposit(&deposit, None);
                kept = true;
            }
            show(known, answer);
            TimeoutFuture::new(LOOK_AGAIN).await;
            let _ = now.try_set(now_seconds());
        }
    });
    let done = Callback::new(move |record: DepositRecord| {
        spawn_local(async move {
            let answer = complete(wallet, record).await;
            if !known.is_disposed() {
                let _ = now.try_set(now_seconds());
                show(known, answer);
            }
        });
    });
    let latest = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|known| known.clone().ok())));
    // Asked for by itself: the page is made once and changes in place, so that focus and typed words stay.
    let is_known = Memo::new(move |_| latest.with(Option::is_some));
    let trouble = move || known.with(|known| known.as_ref().and_then(|known| known.clone().err()));
    view! {
        {move || {
            let first = is_known.get().then(|| latest.get_untracked()).flatten();
            if let Some(first) = first {
                let known = Memo::new(move |_| latest.get().unwrap_or_else(|| first.clone()));
                return view! { <KnownDeposit known office=office.clone() now chosen wanted done /> }.into_any();
            }
            match trouble() {
                Some(trouble) => view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> }.into_any(),
                None => view! { <Skeleton lines=6 wide=true /> }.into_any(),
            }
        }}
        <SignDialog id wanted done />
    }
}

#[component]
fn KnownDeposit(
    known: Memo<Arc<Known>>,
    office: Arc<Office>,
    now: RwSignal<u64>,
    chosen: RwSignal<&'static str>,
    wanted: RwSignal<Option<Wanted>>,
    done: Callback<DepositRecord>,
) -> impl IntoView {
    let wallet = Wallet::expect();
    let phase = Memo::new(move |_| known.with(|known| Phase::of(&known.record, &known.state, now.get())));
    let (id, kind, deposit) = known.with_untracked(|known| {
        let proposal = &known.record.proposal;
        (known.record.id.clone(), proposal.kind, proposal.deposit_tiyn)
    });
    let joined = Memo::new(move |_| known.with(|known| known.record.agreement.is_some()));
    let over = Memo::new(move |_| known.with(|known| known.state.status.is_over()));
    let shows_law =
        Memo::new(move |_| !over.get() || known.with(|known| known.state.status == DepositStatus::Completed));
    let mine = Memo::new(move |_| {
        known.with(|known| {
            wallet.status.with(|status| {
                status
                    .as_ref()
                    .is_some_and(|status| !sides(&known.record, &status.accounts).is_empty())
            })
        })
    });
    let proposes = Memo::new(move |_| {
        let buyer = known.with(|known| known.record.proposal.buyer.account);
        wallet.status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| status.accounts.iter().any(|account| account.address == buyer))
        })
    });
    let demo = wallet
        .registry
        .with_untracked(|registry| registry.as_ref().is_some_and(|registry| registry.demo));
    let removed = id.clone();
    let (for_owed, for_turn, for_join) = (office.clone(), office.clone(), office.clone());
    let acts = Memo::new(move |_| mine.get() || joined.get());
    // The seller's form goes when its answer is there: the focus goes on to what is to be done then.
    let (turn, joins) = (NodeRef::<H2>::new(), RwSignal::new(false));
    let join_done = Callback::new(move |record| {
        joins.set(true);
        done.run(record);
    });
    Effect::new(move |_| {
        if joins.get() && joined.get() && turn.get().is_some() {
            focus_on(turn);
            joins.set(false);
        }
    });
    view! {
        <div class="columns">
            <div class="stack">
                <Head known phase joined />
                <Owed known office=for_owed />
                {move || {
                    acts.get()
                        .then(|| view! { <YourTurn known phase office=for_turn.clone() now chosen wanted heading=turn done /> })
                }}
                {move || {
                    (!joined.get())
                        .then(|| view! { <Join known office=for_join.clone() mine=mine.get() done=join_done /> })
                }}
                <Timeline known phase />
                <History known />
            </div>
            <div class="stack">
                {move || (!over.get()).then(|| view! { <ShareLink id=id.clone() /> })}
                {move || (proposes.get() && !joined.get()).then(|| view! { <RemoveProposal id=removed.clone() /> })}
                {move || (demo && !over.get()).then(|| view! { <DemoRoles /> })}
                {move || shows_law.get().then(|| view! { <LegalSteps office=office.clone() /> })}
                {move || {
                    (!over.get())
                        .then(|| {
                            view! { <WhatIf kind=Signal::stored(kind) deposit=Signal::stored(Some(deposit)) /> }
                        })
                }}
            </div>
        </div>
    }
}

/// The home, the deposit, where it is.
#[component]
fn Head(known: Memo<Arc<Known>>, phase: Memo<Phase>, joined: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let first = known.get_untracked();
    let proposal = &first.record.proposal;
    let (title, address) = (proposal.home.title.clone(), proposal.home.address.clone());
    let (deposit, kind) = (proposal.deposit_tiyn, proposal.kind);
    let stale = Memo::new(move |_| joined.get() && !known.with(|known| known.from_contract));
    let document = StoredValue::new(format!("/deposit/{}/document", first.record.id));
    view! {
        <section class="card">
            <div class="row spread">
                <h2>{move || i18n.local(&title)}</h2>
                <span
                    class=move || phase.get().badge()
                    data-testid="deposit-phase"
                    data-phase=move || phase.get().code()
                    role="status"
                >
                    {move || i18n.text(phase.get().key())}
                </span>
            </div>
            <p class="quiet">{move || i18n.local(&address)}</p>
            <p class="amount">{move || format_tenge(deposit, i18n.language())}</p>
            <p>{move || i18n.text(kind_key(kind))}</p>
            {move || {
                stale.get().then(|| view! { <p class="quiet" role="status">{move || i18n.text(Key::DepositStale)}</p> })
            }}
            {move || {
                joined
                    .get()
                    .then(|| {
                        view! {
                            <a class="button quiet no-print" data-testid="deposit-document" href=document.get_value()>
                                {move || i18n.text(Key::DepositDocument)}
                            </a>
                        }
                    })
            }}
            <p class="notice">
                {move || i18n.text(Key::DepositNotTitle)} " " {move || i18n.text(Key::DepositNotAudited)}
            </p>
        </section>
    }
}

/// Money that the contract holds for a side because its payout failed: token paused, receiver blocked.
#[component]
fn Owed(known: Memo<Arc<Known>>, office: Arc<Office>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let known = known.get();
        if !known.state.status.is_over() {
            return None;
        }
        let rows: Vec<_> = [
            (Key::DepositBuyer, known.owed_buyer),
            (Key::DepositSeller, known.owed_seller),
        ]
        .into_iter()
        .filter(|(_, owed)| !owed.get().is_zero())
        .collect();
        if rows.is_empty() {
            let text = Signal::derive(move || i18n.text(Key::DepositPaidOut).to_owned());
            return Some(view! { <Notice text tone=Tone::Good /> }.into_any());
        }
        let asset = office.asset.clone();
        let text = Signal::derive(move || {
            let language = i18n.language();
            let owed: Vec<String> = rows
                .iter()
                .map(|(role, owed)| {
                    let amount = format_amount(*owed, asset.decimals, &asset.symbol, language);
                    format!("{}: {amount}", i18n.text(*role))
                })
                .collect();
            i18n.fill(Key::DepositOwed, &[("owed", &owed.join(", "))])
        });
        Some(view! { <Notice text /> }.into_any())
    }
}
