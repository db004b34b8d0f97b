use deals::TopUpState;
use key_worker::protocol::TopUpView;
use leptos::{prelude::*, task::spawn_local};
use sig::B256;

use super::{
    ask::Quoted,
    top_up::TopUpStep,
    trouble::{BankTrouble, TroubleNote},
};
use crate::{
    components::{BusyText, CopyButton, FactRows, Notice},
    i18n::{Key, format_amount, format_duration, format_percent, format_tenge, format_time, use_i18n},
    pages::{countdown::remaining, money::Money},
    services::{OperatorError, ask_until, simulate_payment},
};

/// What was quoted, where the tenge go, and the button that stands for the bank.
#[component]
pub(super) fn TopUpQuote(
    quoted: Quoted<TopUpView>,
    step: RwSignal<TopUpStep>,
    trouble: RwSignal<Option<BankTrouble>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let busy = RwSignal::new(false);
    let Quoted { url, view, .. } = quoted;
    let left = remaining(view.expires_at);
    let shown = StoredValue::new(*view);
    let pay = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let url = url.clone();
        spawn_local(async move {
            let view = shown.get_value();
            match carry_out(money, &url, view.hash).await {
                Ok((state, transaction)) => {
                    let _ = step.try_set(TopUpStep::Done(Box::new(view), state, transaction));
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let got = move || {
        shown.with_value(|view| {
            format_amount(
                view.amount,
                view.asset.decimals,
                &view.asset.symbol,
                i18n.language(),
            )
        })
    };
    let facts = Signal::derive(move || {
        shown.with_value(|view| {
            let language = i18n.language();
            vec![
                (Key::BankYouSend, format_tenge(view.paid_tiyn, language)),
                (
                    Key::ExchangeFee,
                    format!(
                        "{} · {}",
                        format_tenge(view.fee_tiyn, language),
                        format_percent(view.fee_bps, language)
                    ),
                ),
                (
                    Key::ExchangeRate,
                    format!(
                        "1 {} = {}",
                        view.asset.symbol,
                        format_tenge(view.tiyn_per_unit, language)
                    ),
                ),
                (
                    Key::ExchangeSource,
                    format!("{} · {}", view.rate_source, format_time(view.rate_time, language)),
                ),
                (Key::ExchangeLicence, view.operator.licence.clone()),
                (Key::BankBeneficiary, view.pay_to.beneficiary.clone()),
                (Key::ExchangeBin, view.pay_to.bin.to_string()),
                (Key::BankName, view.pay_to.bank.clone()),
            ]
        })
    });
    let iban = shown.with_value(|view| view.pay_to.iban.as_str().to_owned());
    let reference = shown.with_value(|view| view.reference.clone());
    let simulated = shown.with_value(|view| view.pay_to.simulated);
    view! {
        <article class="card" data-testid="topup-quote">
            <h2>{move || shown.with_value(|view| i18n.local(&view.operator.name))}</h2>
            <p class="quiet">{move || i18n.text(Key::BankYouGet)}</p>
            <p class="amount" data-testid="topup-got">{got}</p>
            <dl class="facts">
                <FactRows rows=facts />
                <dt>{move || i18n.text(Key::BankIban)}</dt>
                <dd translate="no">{iban.clone()} <CopyButton text=iban /></dd>
                <dt>{move || i18n.text(Key::BankReference)}</dt>
                <dd translate="no">{reference.clone()} <CopyButton text=reference /></dd>
                <dt>{move || i18n.text(Key::ExchangeHolds)}</dt>
                <dd>{move || format_duration(left.get())}</dd>
            </dl>
            {simulated
                .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::BankSimulateNote).to_owned()) /> })}
            <TroubleNote trouble />
            {move || {
                busy.get()
                    .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::BankSending).to_owned()) /> })
            }}
            <div class="actions">
                <button
                    type="button"
                    class="button quiet"
                    disabled=move || busy.get()
                    on:click=move |_| {
                        trouble.set(None);
                        step.set(TopUpStep::Form);
                    }
                >
                    {move || i18n.text(Key::BankOther)}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="topup-simulate"
                    disabled=move || busy.get() || left.get() == 0
                    on:click=pay
                >
                    {move || i18n.text(if left.get() == 0 { Key::ExchangeEnded } else { Key::BankSimulate })}
                </button>
            </div>
        </article>
    }
}

/// Has the operator believe that the tenge came, and waits for the asset. An answer that is lost is asked for again.
async fn carry_out(money: Money, url: &str, hash: B256) -> Result<(TopUpState, Option<B256>), BankTrouble> {
    let answer = ask_until(
        || simulate_payment(url, hash),
        |answer| match answer {
            Ok(answer) => !matches!(answer.state, TopUpState::Paid),
            Err(error) => *error != OperatorError::Unreachable,
        },
    );
    match answer.await {
        Ok(answer) => {
            if let Some(transaction) = answer.transaction {
                money.note_bank_transaction(hash, transaction).await?;
                money.refresh().await;
            }
            Ok((answer.state, answer.transaction))
        }
        // It may be on its way: this page asks again the next time it is opened.
        Err(OperatorError::Unreachable) => Ok((TopUpState::Paid, None)),
        Err(error) => Err(BankTrouble::Operator {
            url: url.to_owned(),
            error,
        }),
    }
}
