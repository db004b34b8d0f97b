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

/// Asks every operator; the quote that gives most counts.
async fn best_of<Q, O: Ord>(
    operators: Vec<String>,
    quote: impl AsyncFn(String) -> Result<Q, BankTrouble>,
    gives: impl Fn(&Q) -> O,
) -> Result<Q, BankTrouble> {
    let (mut quotes, mut troubles) = (Vec::new(), Vec::new());
    for url in operators {
        match quote(url).await {
            Ok(quoted) => quotes.push(quoted),
            Err(trouble) => troubles.push(trouble),
        }
    }
    quotes.into_iter().max_by_key(gives).ok_or_else(|| told(troubles))
}

/// Asks one operator after the other until one quotes.
async fn first_of<Q>(
    operators: Vec<String>,
    quote: impl AsyncFn(String) -> Result<Q, BankTrouble>,
) -> Result<Q, BankTrouble> {
    let mut troubles = Vec::new();
    for url in operators {
        match quote(url).await {
            Ok(quoted) => return Ok(quoted),
            Err(trouble) => troubles.push(trouble),
        }
    }
    Err(told(troubles))
}

/// What is told when nobody quotes: the last refusal, or the last silence when there was nothing else.
fn told(troubles: Vec<BankTrouble>) -> BankTrouble {
    let is_silent = |trouble: &BankTrouble| {
        matches!(
            trouble,
            BankTrouble::Operator {
                error: OperatorError::Unreachable,
                ..
            }
        )
    };
    let told = troubles.into_iter().reduce(|before, now| {
        if is_silent(&now) && !is_silent(&before) {
            before
        } else {
            now
        }
    });
    told.unwrap_or_else(|| BankTrouble::Operator {
        url: String::new(),
        error: OperatorError::Unreachable,
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

/// The same for a cash-out, but the first quote counts: whoever quotes must be told the bank account.
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
    first_of(operators, quote).await
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
    use std::cell::RefCell;

    use futures_util::FutureExt as _;

    use super::*;

    /// Operators are named by what they give; `-` does not answer, anything else refuses.
    async fn quote(url: String) -> Result<u32, BankTrouble> {
        url.parse().map_err(|_| {
            let error = if url == "-" {
                OperatorError::Unreachable
            } else {
                OperatorError::Refused("identification_needed".into())
            };
            BankTrouble::Operator { url, error }
        })
    }

    fn named(operators: &[&str]) -> Vec<String> {
        operators.iter().map(|&name| name.to_owned()).collect()
    }

    fn best(operators: &[&str]) -> Result<u32, BankTrouble> {
        let asked = best_of(named(operators), quote, |given| *given);
        asked.now_or_never().unwrap()
    }

    #[test]
    fn the_quote_that_gives_most_counts_whoever_else_refuses() {
        assert_eq!(best(&["4", "-", "7", "refuses", "5"]), Ok(7));
        assert_eq!(best(&["7", "7"]), Ok(7));
    }

    #[test]
    fn a_bank_account_is_told_to_nobody_after_the_first_who_quotes() {
        let told_to = RefCell::new(Vec::new());
        let note = async |url: String| {
            told_to.borrow_mut().push(url.clone());
            quote(url).await
        };
        let asked = first_of(named(&["refuses", "4", "7"]), note).now_or_never();
        assert_eq!(asked.unwrap(), Ok(4));
        assert_eq!(told_to.into_inner(), ["refuses", "4"]);
    }

    #[test]
    fn without_a_quote_the_refusal_is_told_not_the_silence() {
        let told = best(&["refuses", "-"]).unwrap_err();
        assert!(matches!(told, BankTrouble::Operator { url, .. } if url == "refuses"));
        let silent = best(&["-"]).unwrap_err();
        assert!(matches!(
            silent,
            BankTrouble::Operator { url, error: OperatorError::Unreachable } if url == "-"
        ));
        assert!(best(&[]).is_err());
    }
}
