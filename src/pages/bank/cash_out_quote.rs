use deals::CashOutState;
use key_worker::protocol::{CashOutView, Request, Response, SignPreparedRequest, SignedView};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use sig::B256;

use super::{
    ask::{Quoted, resident},
    cash_out::{CashOutStep, deal_of},
    trouble::{BankTrouble, TroubleNote},
};
use crate::{
    components::{BusyText, FactRows, Notice, WalletPassword, take_password},
    i18n::{Key, format_amount, format_duration, format_percent, format_tenge, format_time, use_i18n},
    pages::{
        countdown::remaining,
        money::{Money, MoneyTrouble},
        security::prove_owner,
    },
    services::{KeyError, OperatorError, accept_cash_out, ask_until},
};

/// What was quoted, and the agreement to it.
#[component]
pub(super) fn CashOutQuote(
    quoted: Quoted<CashOutView>,
    step: RwSignal<CashOutStep>,
    trouble: RwSignal<Option<BankTrouble>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let busy = RwSignal::new(false);
    let left = remaining(quoted.view.expires_at);
    let simulated = quoted.view.simulated;
    let shown = StoredValue::new(quoted);
    let password = NodeRef::<Input>::new();
    let accept = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = password.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        let password = take_password(&input);
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            if let Err(error) = prove_owner(money.wallet, password).await {
                // What was quoted stays: the password is typed again.
                let _ = trouble.try_set(Some(error.into()));
                let _ = busy.try_set(false);
                return;
            }
            let quoted = shown.get_value();
            match carry_out(money, &quoted).await {
                Ok((state, transaction)) => {
                    let _ = step.try_set(CashOutStep::Done(quoted.view, state, transaction));
                }
                Err(error) => {
                    // What was shown is signed once: a new quote is asked for.
                    let _ = trouble.try_set(Some(error));
                    let _ = step.try_set(CashOutStep::Form);
                }
            }
        });
    };
    let given = move || {
        shown.with_value(|quoted| {
            let view = &quoted.view;
            format_amount(
                view.amount,
                view.asset.decimals,
                &view.asset.symbol,
                i18n.language(),
            )
        })
    };
    let facts = Signal::derive(move || {
        shown.with_value(|quoted| {
            let (view, language) = (&quoted.view, i18n.language());
            vec![
                (Key::ExchangeWorth, format_tenge(view.worth_tiyn, language)),
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
                (Key::BankTo, view.iban.clone()),
                (Key::ExchangeLicence, view.operator.licence.clone()),
                (Key::ExchangeBin, view.operator.bin.to_string()),
            ]
        })
    });
    view! {
        <form class="card" data-testid="cashout-quote" on:submit=accept>
            <h2>{move || shown.with_value(|quoted| i18n.local(&quoted.view.operator.name))}</h2>
            <p class="quiet">{move || i18n.fill(Key::BankArrives, &[("amount", &given())])}</p>
            <p class="amount" data-testid="cashout-got">
                {move || shown.with_value(|quoted| format_tenge(quoted.view.paid_tiyn, i18n.language()))}
            </p>
            <dl class="facts">
                <FactRows rows=facts />
                <dt>{move || i18n.text(Key::ExchangeHolds)}</dt>
                <dd>{move || format_duration(left.get())}</dd>
            </dl>
            {simulated
                .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::BankSimulateNote).to_owned()) /> })}
            <WalletPassword node=password id="cashout-password" />
            <TroubleNote trouble />
            {move || {
                busy.get()
                    .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::ExchangeBusy).to_owned()) /> })
            }}
            <div class="actions">
                <button
                    type="button"
                    class="button quiet"
                    disabled=move || busy.get()
                    on:click=move |_| {
                        trouble.set(None);
                        step.set(CashOutStep::Form);
                    }
                >
                    {move || i18n.text(Key::BankOther)}
                </button>
                <button
                    type="submit"
                    class="button"
                    data-testid="cashout-accept"
                    disabled=move || busy.get() || left.get() == 0
                >
                    {move || i18n.text(if left.get() == 0 { Key::ExchangeEnded } else { Key::BankCashOut })}
                </button>
            </div>
        </form>
    }
}

/// Signs the transfer of this quote and hands it to the operator. It is written down before; an answer that is lost is asked
/// for again with the same signature.
async fn carry_out(
    money: Money,
    quoted: &Quoted<CashOutView>,
) -> Result<(CashOutState, Option<B256>), BankTrouble> {
    let account = resident(money).ok_or(MoneyTrouble::NoRegistry)?;
    money.keep_bank_deal(deal_of(quoted, account)).await?;
    let request = Request::SignPrepared(SignPreparedRequest {
        handle: quoted.view.handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Message { signature }) = money.wallet.ask(&request).await? else {
        return Err(KeyError::Worker.into());
    };
    let answer = ask_until(
        || accept_cash_out(&quoted.url, &quoted.quote, signature),
        |answer| match answer {
            Ok(answer) => !matches!(answer.state, CashOutState::Pending | CashOutState::Received),
            Err(error) => *error != OperatorError::Unreachable,
        },
    );
    match answer.await {
        Ok(answer) => {
            if let Some(transaction) = answer.transaction {
                money.note_bank_transaction(quoted.view.hash, transaction).await?;
                money.refresh().await;
            }
            Ok((answer.state, answer.transaction))
        }
        // It may be on its way: the chain decides, and activity will show it.
        Err(OperatorError::Unreachable) => Ok((CashOutState::Pending, None)),
        Err(error) => Err(BankTrouble::Operator {
            url: quoted.url.clone(),
            error,
        }),
    }
}
