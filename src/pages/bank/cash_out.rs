use activity::EntryKind;
use deals::{AskCashOut, CashOutState, Iban};
use key_worker::protocol::{AssetView, CashOutView};
use leptos::{prelude::*, task::spawn_local};
use sig::{Address, B256};
use units::AssetAmount;

use super::{
    ask::{Quoted, operators_of, quote_cash_out},
    cash_out_quote::CashOutQuote,
    catch_up::catch_up,
    outcome::CashOutOutcome,
    top_up::{asset_options, first_tenge},
    trouble::{BankTrouble, TroubleNote},
};
use crate::{
    components::{AmountField, BusyText, SelectField, TextField},
    i18n::{Key, decimal_mark, format_amount, use_i18n},
    pages::money::{BankDeal, Money, read_amount},
    services::read_balance,
};

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CashOutStep {
    /// What is given is typed.
    Form,
    /// Operators are asked.
    Asking,
    /// A quote waits for its owner's agreement.
    Quoted(Quoted<CashOutView>),
    /// It was agreed to.
    Done(Box<CashOutView>, CashOutState, Option<B256>),
}

/// How much of what, and to which account.
#[component]
pub(super) fn CashOut(assets: Vec<AssetView>, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let step = RwSignal::new(CashOutStep::Form);
    let trouble = RwSignal::new(None::<BankTrouble>);
    let (typed, iban) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let symbol = RwSignal::new(first_tenge(&assets));
    let assets = StoredValue::new(assets);
    let held = RwSignal::new(None::<AssetAmount>);
    spawn_local(async move {
        catch_up(money, account).await;
    });
    let find = move || {
        let symbol = symbol.get();
        assets.with_value(|assets| assets.iter().find(|asset| asset.symbol == symbol).cloned())
    };
    Effect::new(move |_| {
        held.set(None);
        let rpc = money
            .wallet
            .registry
            .with(|registry| Some(registry.as_ref()?.rpc.clone()));
        if let (Some(asset), Some(rpc)) = (find(), rpc) {
            spawn_local(async move {
                let amount = read_balance(&rpc, asset.id, account).await.ok();
                let _ = held.try_set(amount);
            });
        }
    });
    let options = Signal::derive(move || asset_options(assets, i18n));
    let amount = move || {
        let decimals = find().map_or(2, |asset| asset.decimals);
        read_amount(&typed.get(), decimals, decimal_mark(i18n.language()))
    };
    let wrong = Signal::derive(move || match amount() {
        Err(error) => Some(i18n.fill(
            Key::ReceiveAmountWrong,
            &[("decimals", &error.decimals.to_string())],
        )),
        Ok(Some(amount)) if held.get().is_some_and(|held| amount > held) => {
            Some(i18n.text(Key::ExchangeErrorBalance).to_owned())
        }
        Ok(_) => None,
    });
    let hint = Signal::derive(move || match (held.get(), find()) {
        (Some(held), Some(asset)) => {
            let amount = format_amount(held, asset.decimals, &asset.symbol, i18n.language());
            i18n.fill(Key::ExchangeHeld, &[("amount", &amount)])
        }
        _ => String::new(),
    });
    let iban_wrong = Signal::derive(move || {
        let typed = iban.get();
        let long = typed.chars().filter(|sign| !sign.is_whitespace()).count() >= 20;
        (long && typed.parse::<Iban>().is_err()).then(|| i18n.text(Key::BankIbanWrong).to_owned())
    });
    let wanted = move || {
        let amount = amount().ok().flatten().filter(|amount| !amount.get().is_zero())?;
        if wrong.get().is_some() {
            return None;
        }
        Some(AskCashOut {
            resident: account,
            asset: find()?.id,
            amount,
            iban: iban.get().parse().ok()?,
            credential: None,
        })
    };
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(ask) = untrack(wanted) else { return };
        trouble.set(None);
        step.set(CashOutStep::Asking);
        spawn_local(async move {
            let next = match quote_cash_out(money, operators_of(money), ask).await {
                Ok(quoted) => CashOutStep::Quoted(quoted),
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                    CashOutStep::Form
                }
            };
            let _ = step.try_set(next);
        });
    };
    let asking = move || step.with(|step| *step == CashOutStep::Asking);
    // The form stays while operators are asked: what has the focus keeps it.
    let shown = Memo::new(move |_| match step.get() {
        CashOutStep::Asking => CashOutStep::Form,
        other => other,
    });
    move || {
        match shown.get() {
        CashOutStep::Quoted(quoted) => view! { <CashOutQuote quoted step trouble /> }.into_any(),
        CashOutStep::Done(view, state, transaction) => {
            view! { <CashOutOutcome view=*view state transaction step /> }.into_any()
        }
        CashOutStep::Form | CashOutStep::Asking => view! {
            <form class="card" on:submit=ask>
                <SelectField
                    id="cashout-asset"
                    label=Signal::derive(move || i18n.text(Key::ExchangeSell).to_owned())
                    value=symbol
                    options
                />
                <AmountField
                    id="cashout-amount"
                    label=Signal::derive(move || i18n.text(Key::ExchangeAmount).to_owned())
                    value=typed
                    unit=Signal::derive(move || symbol.get())
                    hint
                    error=wrong
                />
                <TextField
                    id="cashout-iban"
                    label=Signal::derive(move || i18n.text(Key::BankIbanField).to_owned())
                    value=iban
                    hint=Signal::derive(move || i18n.text(Key::BankIbanHint).to_owned())
                    error=iban_wrong
                />
                <TroubleNote trouble />
                {move || {
                    asking()
                        .then(|| {
                            view! { <BusyText text=Signal::derive(move || i18n.text(Key::ExchangeAsking).to_owned()) /> }
                        })
                }}
                <button
                    type="submit"
                    class="button"
                    data-testid="cashout-ask"
                    disabled=move || asking() || wanted().is_none()
                >
                    {move || i18n.text(Key::BankAsk)}
                </button>
            </form>
        }
        .into_any(),
    }
    }
}

/// A deal that is about to be agreed to.
pub(super) fn deal_of(quoted: &Quoted<CashOutView>, account: Address) -> BankDeal {
    BankDeal {
        kind: EntryKind::CashOut,
        hash: quoted.view.hash,
        url: quoted.url.clone(),
        account,
        expires_at: quoted.view.expires_at,
        transaction: None,
    }
}
