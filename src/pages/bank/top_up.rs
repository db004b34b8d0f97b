use activity::EntryKind;
use deals::{AskTopUp, TopUpState};
use key_worker::protocol::{AssetView, TopUpView};
use leptos::{prelude::*, task::spawn_local};
use sig::{Address, B256};

use super::{
    ask::{Quoted, operators_of, quote_top_up},
    catch_up::catch_up,
    outcome::TopUpOutcome,
    top_up_quote::TopUpQuote,
    trouble::{BankTrouble, TroubleNote},
};
use crate::{
    components::{AmountField, BusyText, SelectField},
    i18n::{Key, decimal_mark, use_i18n},
    pages::money::{BankDeal, Money, read_tenge},
};

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TopUpStep {
    /// What is wanted is typed.
    Form,
    /// Operators are asked.
    Asking,
    /// A quote waits for its transfer.
    Quoted(Quoted<TopUpView>),
    /// The transfer was made.
    Done(Box<TopUpView>, TopUpState, Option<B256>),
}

/// How much, and of what.
#[component]
pub(super) fn TopUp(assets: Vec<AssetView>, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let step = RwSignal::new(TopUpStep::Form);
    let trouble = RwSignal::new(None::<BankTrouble>);
    let typed = RwSignal::new(String::new());
    let symbol = RwSignal::new(first_tenge(&assets));
    let assets = StoredValue::new(assets);
    spawn_local(async move {
        if let Some(waiting) = catch_up(money, account).await
            && step.try_get_untracked() == Some(TopUpStep::Form)
        {
            let _ = step.try_set(TopUpStep::Quoted(waiting));
        }
    });
    let options = Signal::derive(move || asset_options(assets, i18n));
    let amount = move || read_tenge(&typed.get(), decimal_mark(i18n.language()));
    let wrong = Signal::derive(move || {
        amount()
            .is_err()
            .then(|| i18n.fill(Key::ReceiveAmountWrong, &[("decimals", "2")]))
    });
    let wanted = move || {
        let tiyn = amount().ok().flatten().filter(|tiyn| tiyn.get() > 0)?;
        let asset = assets.with_value(|assets| {
            let mut all = assets.iter();
            all.find(|asset| asset.symbol == symbol.get())
                .map(|asset| asset.id)
        })?;
        Some(AskTopUp {
            resident: account,
            asset,
            tiyn,
            credential: None,
        })
    };
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(ask) = untrack(wanted) else { return };
        trouble.set(None);
        step.set(TopUpStep::Asking);
        spawn_local(async move {
            let next = match begin(money, ask).await {
                Ok(quoted) => TopUpStep::Quoted(quoted),
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                    TopUpStep::Form
                }
            };
            let _ = step.try_set(next);
        });
    };
    let asking = move || step.with(|step| *step == TopUpStep::Asking);
    // The form stays while operators are asked: what has the focus keeps it.
    let shown = Memo::new(move |_| match step.get() {
        TopUpStep::Asking => TopUpStep::Form,
        other => other,
    });
    move || {
        match shown.get() {
        TopUpStep::Quoted(quoted) => view! { <TopUpQuote quoted step trouble /> }.into_any(),
        TopUpStep::Done(view, state, transaction) => {
            view! { <TopUpOutcome view=*view state transaction step /> }.into_any()
        }
        TopUpStep::Form | TopUpStep::Asking => view! {
            <form class="card" on:submit=ask>
                <AmountField
                    id="topup-amount"
                    label=Signal::derive(move || i18n.text(Key::BankTopUpAmount).to_owned())
                    value=typed
                    unit=Signal::stored("₸".to_owned())
                    error=wrong
                />
                <SelectField
                    id="topup-asset"
                    label=Signal::derive(move || i18n.text(Key::ExchangeBuy).to_owned())
                    value=symbol
                    options
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
                    data-testid="topup-ask"
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

/// What one would rather have: the tenge of the chain where there is one.
pub(super) fn first_tenge(assets: &[AssetView]) -> String {
    let mut all = assets.iter();
    let tenge = all.find(|asset| asset.symbol.ends_with("KZT"));
    tenge
        .or(assets.first())
        .map(|asset| asset.symbol.clone())
        .unwrap_or_default()
}

pub(super) fn asset_options(
    assets: StoredValue<Vec<AssetView>>,
    i18n: crate::i18n::I18n,
) -> Vec<(String, String)> {
    assets.with_value(|assets| {
        let named = assets.iter().map(|asset| {
            let name = format!("{} · {}", asset.symbol, i18n.local(&asset.name));
            (asset.symbol.clone(), name)
        });
        named.collect()
    })
}

async fn begin(money: Money, ask: AskTopUp) -> Result<Quoted<TopUpView>, BankTrouble> {
    let account = ask.resident;
    let quoted = quote_top_up(money, operators_of(money), ask).await?;
    let deal = BankDeal {
        kind: EntryKind::TopUp,
        hash: quoted.view.hash,
        url: quoted.url.clone(),
        account,
        expires_at: quoted.view.expires_at,
        transaction: None,
    };
    money.keep_bank_deal(deal).await?;
    Ok(quoted)
}
