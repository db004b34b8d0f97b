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

/// Has every operator quote a top-up; the quote that gives most counts. It is verified by the key worker before it is shown.
pub(super) async fn quote_top_up(
    money: Money,
    operators: Vec<String>,
    ask: AskTopUp,
) -> Result<Quoted<TopUpView>, BankTrouble> {
    let quote = async |url: String| {
        let ask = AskTopUp {
            credential: money.credential(&url, ask.resident).await,
            ..ask.clone()
        };
        match ask_top_up(&url, &ask).await {
            Ok(quote) => show_top_up(money, url, quote).await,
            Err(error) => Err(BankTrouble::Operator { url, error }),
        }
    };
    best_of(operators, quote, |quoted| quoted.view.amount).await
}

/// Asks one operator after the other. When none quotes, what the one says counts that was reached.
async fn best_of<Q, O: Ord>(
    operators: Vec<String>,
    quote: impl AsyncFn(String) -> Result<Q, BankTrouble>,
    gives: impl Fn(&Q) -> O,
) -> Result<Q, BankTrouble> {
    let mut best: Option<Q> = None;
    let mut trouble = BankTrouble::Operator {
        url: String::new(),
        error: OperatorError::Unreachable,
    };
    for url in operators {
        match quote(url).await {
            Ok(quoted) => {
                let known = best.as_ref().map(&gives);
                if known.is_none_or(|known| gives(&quoted) > known) {
                    best = Some(quoted);
                }
            }
            Err(BankTrouble::Operator {
                error: OperatorError::Unreachable,
                ..
            }) => {}
            Err(told) => trouble = told,
        }
    }
    best.ok_or(trouble)
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

/// The same for a cash-out: the quote that pays most tenge.
pub(super) async fn quote_cash_out(
    money: Money,
    operators: Vec<String>,
    ask: AskCashOut,
) -> Result<Quoted<CashOutView>, BankTrouble> {
    let quote = async |url: String| {
        let ask = AskCashOut {
            credential: money.credential(&url, ask.resident).await,
            ..ask.clone()
        };
        match ask_cash_out(&url, &ask).await {
            Ok(quote) => show_cash_out(money, url, quote, ask.iban).await,
            Err(error) => Err(BankTrouble::Operator { url, error }),
        }
    };
    best_of(operators, quote, |quoted| quoted.view.paid_tiyn).await
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// Operators are named by what they give; `-` does not answer, anything else refuses.
    fn best(operators: &[&str]) -> Result<u32, BankTrouble> {
        let quote = async |url: String| match url.parse::<u32>() {
            Ok(given) => Ok(given),
            Err(_) => {
                let error = if url == "-" {
                    OperatorError::Unreachable
                } else {
                    OperatorError::Refused("identification_needed".into())
                };
                Err(BankTrouble::Operator { url, error })
            }
        };
        let operators = operators.iter().map(|&name| name.to_owned()).collect();
        best_of(operators, quote, |given| *given).now_or_never().unwrap()
    }

    #[test]
    fn the_quote_that_gives_most_counts_whoever_else_refuses() {
        assert_eq!(best(&["4", "-", "7", "refuses", "5"]), Ok(7));
        assert_eq!(best(&["7", "7"]), Ok(7));
    }

    #[test]
    fn without_a_quote_the_refusal_is_told_not_the_silence() {
        let told = best(&["refuses", "-"]).unwrap_err();
        assert!(matches!(told, BankTrouble::Operator { url, .. } if url == "refuses"));
        let silent = best(&["-"]).unwrap_err();
        assert!(matches!(
            silent,
            BankTrouble::Operator {
                error: OperatorError::Unreachable,
                ..
            }
        ));
        assert!(best(&[]).is_err());
    }
}
