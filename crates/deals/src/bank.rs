mod cash_out;
mod iban;
mod quote;
mod service;
mod top_up;

pub use cash_out::{CashOutQuote, CashOutTerms, OpenedCashOut, open_cash_out};
pub use iban::{Iban, ParseIbanError};
pub use quote::{BankQuoteError, QuotedRate};
pub use service::{
    AcceptCashOut, AskCashOut, AskTopUp, CashOutState, CashOutStatus, TopUpState, TopUpStatus,
};
pub use top_up::{BankDetails, OpenedTopUp, TopUpQuote, TopUpTerms, open_top_up};
