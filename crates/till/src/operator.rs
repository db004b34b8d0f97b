//! The operator's till: quotes, the x402 facilitator API, settlement with the operator's gas, the tenge ledger.
//! Holds quote and gas key, never an order key.
//!
//! ## Organization
//! - use cases: `make_quotes`, `verify`, `settle`, `supported`, `credit`, `show_rates`, `faucet` (demo), `resume` (background), `exchange`,
//!   `subscriptions`, `bank` (top-ups and cash-outs), `identification`
//! - what settling is made of: `quote_store`, `payment_store`, `submit` (chain), `gas` (nonces, journal), `carry_on` (what a crash left), `book` (ledger, papers)
//! - `start` – opening and checking, `router` – HTTP

mod authority;
mod bank;
mod book;
mod carry_on;
mod credit;
mod deal_kind;
mod deposits;
mod exchange;
mod faucet;
mod finality;
mod gas;
mod health;
pub(crate) mod identification;
mod inventory;
mod make_quotes;
mod merchant_statement;
mod payment_store;
mod payouts;
mod quote_store;
mod rates;
mod reconcile;
mod refund;
mod refusal;
mod refusals;
mod relay;
mod resume;
mod router;
mod screening;
mod settle;
mod show_rates;
mod staff_routes;
mod start;
mod statement;
mod submit;
mod subscriptions;
mod supported;
pub(crate) mod travel;
mod verify;

pub use credit::{CreditResponse, RefundDue};
pub use deposits::{DepositRequest, DepositState, DepositStatus};
pub use faucet::{FaucetRequest, FaucetResponse};
pub use merchant_statement::{MerchantStatement, StatementRequest, statement_message};
pub use payouts::Payout;
pub use reconcile::{ReconcileOperatorError, reconcile_operator};
pub use refund::{RefundAnswer, RefundOrder};
pub use start::{Operator, OperatorTill, StartOperatorError};
pub use statement::DayStatement;
