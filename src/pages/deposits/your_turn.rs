use std::sync::Arc;

use deals::{
    DepositAction, DepositDecision, DepositRecord, DepositRole, DepositStatus, PossibleAction, SigningStep,
    possible_actions,
};
use key_worker::protocol::AccountView;
use leptos::{html::H2, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, Tabs},
    i18n::{Key, format_list, use_i18n},
    pages::{
        deposits::{
            deposit_page::Known,
            office::Office,
            phase::{Phase, unpaid},
            sign_dialog::Wanted,
            trouble::DepositTrouble,
            words::{outcome_note, role_key, step_key},
        },
        wallet::Wallet,
    },
    services::{DeskStep, send_deposit_step},
};

/// The wallet's accounts that have a part in a deposit.
pub(super) fn sides(record: &DepositRecord, accounts: &[AccountView]) -> Vec<(DepositRole, AccountView)> {
    let role_of = |account: &AccountView| match &record.agreement {
        Some(agreement) => agreement.terms().role_of(account.address),
        None if account.address == record.proposal.buyer.account => Some(DepositRole::Buyer),
        None if account.address == record.proposal.notary => Some(DepositRole::Arbiter),
        None => None,
    };
    let mut sides: Vec<_> = accounts
        .iter()
        .filter_map(|account| Some((role_of(account)?, account.clone())))
        .collect();
    sides.sort_by_key(|(role, _)| *role);
    sides
}

const fn code(role: DepositRole) -> &'static str {
    match role {
        DepositRole::Buyer => "buyer",
        DepositRole::Seller => "seller",
        DepositRole::Arbiter => "notary",
    }
}

/// What a side can sign now. Before the contract knows the deposit, that is the agreement.
fn steps(known: &Known, role: DepositRole, now: u64) -> Vec<PossibleStep> {
    let Some(agreement) = &known.record.agreement else {
        return Vec::new();
    };
    if known.state.status == DepositStatus::None {
        let signed = known.record.signatures.iter().any(|signed| signed.role == role);
        let lapsed = now >= agreement.funding_deadline;
        return if signed || lapsed {
            Vec::new()
        } else {
            vec![PossibleStep::Sign(SigningStep::Agree)]
        };
    }
    possible_actions(&agreement.terms(), &known.state, Some(role), now)
        .into_iter()
        .map(|action| match action {
            PossibleAction::Fund => PossibleStep::Sign(SigningStep::Fund),
            PossibleAction::Act(action) => PossibleStep::Sign(SigningStep::Act(action)),
            PossibleAction::Decide(decision) => PossibleStep::Sign(SigningStep::Decide(decision)),
            PossibleAction::Expire => PossibleStep::Expire,
        })
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PossibleStep {
    Sign(SigningStep),
    Expire,
}

impl PossibleStep {
    const fn class(self) -> &'static str {
        match self {
            Self::Sign(SigningStep::Act(DepositAction::Withdraw)) => "button danger",
            Self::Sign(
                SigningStep::Act(DepositAction::AgreeToCancel | DepositAction::TakeBackAgreement)
                | SigningStep::Decide(
                    DepositDecision::BuyerWithdrew
                    | DepositDecision::SellerWithdrew
                    | DepositDecision::Cancelled,
                ),
            ) => "button quiet",
            Self::Sign(_) | Self::Expire => "button",
        }
    }

    const fn test_id(self) -> &'static str {
        match self {
            Self::Expire => "step-expire",
            Self::Sign(SigningStep::Agree) => "step-agree",
            Self::Sign(SigningStep::Fund) => "step-fund",
            Self::Sign(SigningStep::Act(DepositAction::Withdraw)) => "step-withdraw",
            Self::Sign(SigningStep::Act(DepositAction::AgreeToCancel)) => "step-cancel",
            Self::Sign(SigningStep::Act(DepositAction::TakeBackAgreement)) => "step-take-back",
            Self::Sign(SigningStep::Act(DepositAction::Confirm)) => "step-confirm",
            Self::Sign(SigningStep::Decide(DepositDecision::Completed)) => "decide-completed",
            Self::Sign(SigningStep::Decide(DepositDecision::BuyerWithdrew)) => "decide-buyer",
            Self::Sign(SigningStep::Decide(DepositDecision::SellerWithdrew)) => "decide-seller",
            Self::Sign(SigningStep::Decide(DepositDecision::Cancelled)) => "decide-cancelled",
        }
    }
}

/// What is to be done now, and by whom.
#[component]
pub(super) fn YourTurn(
    known: Memo<Arc<Known>>,
    phase: Memo<Phase>,
    office: Arc<Office>,
    /// Unix seconds.
    now: RwSignal<u64>,
    /// The side one acts as, when the wallet holds several.
    chosen: RwSignal<&'static str>,
    wanted: RwSignal<Option<Wanted>>,
    done: Callback<DepositRecord>,
    /// Its heading, for the focus.
    heading: NodeRef<H2>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let sides = Memo::new(move |_| {
        let accounts = wallet
            .status
            .with(|status| status.as_ref().map(|status| status.accounts.clone()));
        known.with(|known| sides(&known.record, &accounts.unwrap_or_default()))
    });
    // Asked for by itself: the tabs stay where they are while the deposit goes on.
    let tabs = Memo::new(move |_| {
        sides.with(|sides| {
            sides
                .iter()
                .map(|(role, _)| (code(*role), i18n.text(role_key(*role)).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let side = Memo::new(move |_| {
        sides.with(|sides| {
            let picked = sides.iter().find(|(role, _)| code(*role) == chosen.get());
            picked.or(sides.first()).cloned()
        })
    });
    Effect::new(move || {
        if let Some((role, _)) = side.get() {
            chosen.set(code(role));
        }
    });
    let possible = Memo::new(move |_| {
        side.get()
            .map(|(role, _)| known.with(|known| steps(known, role, now.get())))
            .unwrap_or_default()
    });
    let (id, kind) = known.with_untracked(|known| (known.record.id.clone(), known.record.proposal.kind));
    let url = office.url.clone();
    let trouble = RwSignal::new(None::<DepositTrouble>);
    let busy = RwSignal::new(false);
    let expire = Callback::new(move |()| {
        let (id, url) = (id.clone(), url.clone());
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            let sent = send_deposit_step(&url, &id, &DeskStep::Expire).await;
            let _ = busy.try_set(false);
            match sent {
                Ok(record) => {
                    let _ = done.try_run(record);
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error.into()));
                }
            }
        });
    });
    let press = Callback::new(move |step: PossibleStep| match step {
        PossibleStep::Expire => expire.run(()),
        PossibleStep::Sign(step) => {
            let known = known.get_untracked();
            let (Some((_, account)), Some(agreement)) =
                (side.get_untracked(), known.record.agreement.clone())
            else {
                return;
            };
            wanted.set(Some(Wanted {
                account: account.number,
                step,
                agreement,
                state: known.state,
            }));
        }
    });
    let several = Memo::new(move |_| tabs.with(|tabs| tabs.len() > 1));
    view! {
        <section class="card" data-testid="your-turn">
            <h2 tabindex="-1" node_ref=heading>
                {move || i18n.text(Key::DepositNow)}
            </h2>
            {move || {
                several
                    .get()
                    .then(|| {
                        view! {
                            <Tabs
                                label=Signal::derive(move || i18n.text(Key::DepositActAs).to_owned())
                                tabs
                                selected=chosen
                                panel="deposit-steps"
                            />
                        }
                    })
            }}
            <div
                id="deposit-steps"
                class="stack"
                role=move || several.get().then_some("tabpanel")
                aria-label=move || {
                    let role = side.get().filter(|_| several.get()).map(|(role, _)| role)?;
                    Some(i18n.text(role_key(role)))
                }
            >
                <p>{move || i18n.text(advice(phase.get(), side.get().map(|(role, _)| role)))}</p>
                {move || match phase.get() {
                    Phase::Over(status) => Some(view! { <p>{i18n.text(outcome_note(status, kind))}</p> }),
                    _ => None,
                }}
                <Waiting known phase />
                {move || {
                    trouble.get().map(|trouble| view! { <Alert text=Signal::derive(move || trouble.text(i18n)) /> })
                }}
                {move || {
                    busy.get()
                        .then(|| {
                            view! { <BusyText text=Signal::derive(move || i18n.text(Key::DepositSending).to_owned()) /> }
                        })
                }}
                <div class="actions">
                    {move || {
                        let role = side.get().map_or(DepositRole::Buyer, |(role, _)| role);
                        possible
                            .get()
                            .into_iter()
                            .map(|step| {
                                let name = match step {
                                    PossibleStep::Expire => Key::DepositStepExpire,
                                    PossibleStep::Sign(step) => step_key(step, role),
                                };
                                view! {
                                    <button
                                        type="button"
                                        class=step.class()
                                        data-testid=step.test_id()
                                        disabled=move || busy.get()
                                        on:click=move |_| press.run(step)
                                    >
                                        {move || i18n.text(name)}
                                    </button>
                                }
                            })
                            .collect_view()
                    }}
                </div>
            </div>
        </section>
    }
}

/// Whom everybody waits for.
#[component]
fn Waiting(known: Memo<Arc<Known>>, phase: Memo<Phase>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let known = known.get();
        let agreement = known.record.agreement.as_ref()?;
        let missing = match phase.get() {
            Phase::Signatures => [DepositRole::Buyer, DepositRole::Seller, DepositRole::Arbiter]
                .into_iter()
                .filter(|role| known.record.signatures.iter().all(|signed| signed.role != *role))
                .collect(),
            Phase::Money => unpaid(agreement.kind, &known.state),
            _ => Vec::new(),
        };
        if missing.is_empty() {
            return None;
        }
        let names: Vec<String> = missing
            .into_iter()
            .map(|role| i18n.text(role_key(role)).to_owned())
            .collect();
        let names = format_list(&names, i18n.language());
        Some(
            view! { <p class="quiet" data-testid="waiting">{i18n.fill(Key::DepositWaiting, &[("roles", &names)])}</p> },
        )
    }
}

const fn advice(phase: Phase, role: Option<DepositRole>) -> Key {
    match (phase, role) {
        (Phase::Seller, Some(DepositRole::Buyer)) => Key::DepositAdviceSeller,
        (Phase::Seller, _) => Key::DepositAdviceJoin,
        (Phase::Signatures, _) => Key::DepositAdviceSignatures,
        (Phase::Lapsed, _) => Key::DepositAdviceLapsed,
        (Phase::Money, _) => Key::DepositAdviceMoney,
        (Phase::MoneyLate, _) => Key::DepositAdviceMoneyLate,
        (Phase::Sale, Some(DepositRole::Arbiter)) => Key::DepositAdviceNotary,
        (Phase::Sale, _) => Key::DepositAdviceSale,
        (Phase::SaleLate, _) => Key::DepositAdviceSaleLate,
        (Phase::Over(_), _) => Key::DepositAdviceOver,
    }
}
