use deals::{CashOutState, TopUpState};
use key_worker::protocol::{CashOutView, TopUpView};
use leptos::prelude::*;
use sig::B256;

use super::{cash_out::CashOutStep, top_up::TopUpStep};
use crate::{
    components::Tone,
    i18n::{Key, format_amount, format_tenge, format_time, use_i18n},
    pages::deal_paper::DealPaper,
};

/// What became of a top-up: a paper that can be printed.
#[component]
pub(super) fn TopUpOutcome(
    view: TopUpView,
    state: TopUpState,
    transaction: Option<B256>,
    step: RwSignal<TopUpStep>,
) -> impl IntoView {
    let i18n = use_i18n();
    let outcome = match state {
        TopUpState::Sent => (Tone::Good, Key::BankTopUpDone),
        TopUpState::Waiting | TopUpState::Paid => (Tone::Warn, Key::BankTopUpPending),
        TopUpState::Expired => (Tone::Warn, Key::BankErrorEnded),
    };
    let now = browser::now_seconds();
    let rows = Signal::derive(move || {
        let language = i18n.language();
        vec![
            (Key::BankYouSend, format_tenge(view.paid_tiyn, language)),
            (Key::ExchangeFee, format_tenge(view.fee_tiyn, language)),
            (
                Key::ExchangeGot,
                format_amount(view.amount, view.asset.decimals, &view.asset.symbol, language),
            ),
            (Key::BankReference, view.reference.clone()),
            (Key::ExchangeOperator, i18n.local(&view.operator.name)),
            (Key::ExchangeLicence, view.operator.licence.clone()),
            (Key::ExchangeContact, view.operator.contact.clone()),
            (Key::BankQuote, view.hash.to_string()),
            (Key::ExchangeTime, format_time(now, language)),
        ]
    });
    let done = if state == TopUpState::Sent {
        "topup-done"
    } else {
        "topup-pending"
    };
    let again = Callback::new(move |()| step.set(TopUpStep::Form));
    view! { <Paper title=Key::BankTopUpPaper testid=done outcome rows transaction again /> }
}

/// The same of a cash-out.
#[component]
pub(super) fn CashOutOutcome(
    view: CashOutView,
    state: CashOutState,
    transaction: Option<B256>,
    step: RwSignal<CashOutStep>,
) -> impl IntoView {
    let i18n = use_i18n();
    let outcome = match state {
        CashOutState::PaidOut => (Tone::Good, Key::BankCashOutDone),
        CashOutState::Received => (Tone::Good, Key::BankCashOutReceived),
        CashOutState::Offered | CashOutState::Pending => (Tone::Warn, Key::ExchangePending),
        CashOutState::Ended => (Tone::Warn, Key::BankErrorEnded),
    };
    let now = browser::now_seconds();
    let rows = Signal::derive(move || {
        let language = i18n.language();
        vec![
            (
                Key::ExchangeGave,
                format_amount(view.amount, view.asset.decimals, &view.asset.symbol, language),
            ),
            (Key::ExchangeWorth, format_tenge(view.worth_tiyn, language)),
            (Key::ExchangeFee, format_tenge(view.fee_tiyn, language)),
            (Key::BankPaidOut, format_tenge(view.paid_tiyn, language)),
            (Key::BankTo, view.iban.clone()),
            (Key::ExchangeOperator, i18n.local(&view.operator.name)),
            (Key::ExchangeLicence, view.operator.licence.clone()),
            (Key::ExchangeContact, view.operator.contact.clone()),
            (Key::BankQuote, view.hash.to_string()),
            (Key::ExchangeTime, format_time(now, language)),
        ]
    });
    let done = match state {
        CashOutState::PaidOut | CashOutState::Received => "cashout-done",
        CashOutState::Offered | CashOutState::Pending | CashOutState::Ended => "cashout-pending",
    };
    let again = Callback::new(move |()| step.set(CashOutStep::Form));
    view! { <Paper title=Key::BankCashOutPaper testid=done outcome rows transaction again /> }
}

/// What both have: that the bank is simulated, and what can be done next.
#[component]
fn Paper(
    title: Key,
    testid: &'static str,
    outcome: (Tone, Key),
    rows: Signal<Vec<(Key, String)>>,
    transaction: Option<B256>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <DealPaper
            title
            testid
            outcome
            note=Key::BankSimulated
            rows
            transaction=(transaction, "bank-transaction")
        >
            <button type="button" class="button quiet" on:click=move |_| { let _ = window().print(); }>
                {move || i18n.text(Key::DepositPrint)}
            </button>
            <button type="button" class="button quiet" on:click=move |_| again.run(())>
                {move || i18n.text(Key::BankAgain)}
            </button>
            <a class="button quiet" href="/activity">{move || i18n.text(Key::NavActivity)}</a>
        </DealPaper>
    }
}
