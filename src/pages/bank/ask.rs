use deals::{AskCashOut, AskTopUp, Iban, SignedPaper};
use key_worker::protocol::{
    CashOutView, PrepareCashOutRequest, PrepareTopUpRequest, Request, Response, TopUpView,
};
use sig::Address;

use super::trouble::BankTrouble;
use crate::{
    pages::money::Money,
    services::{KeyError, OperatorError, ask_cash_out, ask_top_up, fetch_registry},
};

/// A verified quote of an operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quoted<V> {
    /// The operator's till.
    pub(super) url: String,
    /// As it was signed.
    pub(super) quote: SignedPaper,
    /// What it says.
    pub(super) view: Box<V>,
}

/// Asks the operators one after the other; the first quote counts. It is verified by the key worker before it is shown.
pub(super) async fn quote_top_up(
    money: Money,
    operators: Vec<String>,
    ask: AskTopUp,
) -> Result<Quoted<TopUpView>, BankTrouble> {
    let mut last = OperatorError::Unreachable;
    let mut asked = String::new();
    for url in operators {
        let ask = AskTopUp {
            credential: money.credential(&url, ask.resident).await,
            ..ask.clone()
        };
        match ask_top_up(&url, &ask).await {
            Ok(quote) => return show_top_up(money, url, quote).await,
            Err(error) => (last, asked) = (error, url),
        }
    }
    Err(BankTrouble::Operator {
        url: asked,
        error: last,
    })
}

/// Has the key worker verify a quote.
pub(super) async fn show_top_up(
    money: Money,
    url: String,
    quote: SignedPaper,
) -> Result<Quoted<TopUpView>, BankTrouble> {
    let request = Request::PrepareTopUp(PrepareTopUpRequest {
        registry: fetch_registry().await?,
        account: money.wallet.account_number().unwrap_or_default(),
        quote: quote.clone(),
    });
    match money.wallet.ask(&request).await? {
        Response::TopUp(view) => Ok(Quoted { url, quote, view }),
        _ => Err(KeyError::Worker.into()),
    }
}

/// The same for a cash-out.
pub(super) async fn quote_cash_out(
    money: Money,
    operators: Vec<String>,
    ask: AskCashOut,
) -> Result<Quoted<CashOutView>, BankTrouble> {
    let mut last = OperatorError::Unreachable;
    let mut asked = String::new();
    for url in operators {
        let ask = AskCashOut {
            credential: money.credential(&url, ask.resident).await,
            ..ask.clone()
        };
        match ask_cash_out(&url, &ask).await {
            Ok(quote) => return show_cash_out(money, url, quote, ask.iban).await,
            Err(error) => (last, asked) = (error, url),
        }
    }
    Err(BankTrouble::Operator {
        url: asked,
        error: last,
    })
}

async fn show_cash_out(
    money: Money,
    url: String,
    quote: SignedPaper,
    iban: Iban,
) -> Result<Quoted<CashOutView>, BankTrouble> {
    let request = Request::PrepareCashOut(PrepareCashOutRequest {
        registry: fetch_registry().await?,
        account: money.wallet.account_number().unwrap_or_default(),
        iban,
        quote: quote.clone(),
    });
    match money.wallet.ask(&request).await? {
        Response::CashOut(view) => Ok(Quoted { url, quote, view }),
        _ => Err(KeyError::Worker.into()),
    }
}

/// The tills of all operators.
pub(super) fn operators_of(money: Money) -> Vec<String> {
    use leptos::prelude::WithUntracked as _;
    money.wallet.registry.with_untracked(|registry| {
        let operators = registry.as_ref().map(|registry| registry.operators.as_slice());
        let urls = operators.unwrap_or_default().iter();
        urls.map(|operator| operator.url.clone()).collect()
    })
}

/// Who asks.
pub(super) fn resident(money: Money) -> Option<Address> {
    leptos::prelude::untrack(move || money.wallet.account())
}
