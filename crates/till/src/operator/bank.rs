//! Top-ups and cash-outs: tenge by bank transfer for an asset, and back. Quotes are firm and signed; the asset moves on the
//! chain. The bank is simulated, in a demo zone only, and every paper says so.
//!
//! ## Organization
//! - `quote` – what both quotes are made of, and why there is none
//! - `make_top_up`, `send_top_up` – the quote; from the tenge to the asset, also after a crash
//! - `make_cash_out`, `settle_cash_out` – the quote; from the resident's signature to the tenge, also after a crash
//! - `top_ups`, `cash_outs` – what is kept
//! - `routes` – the HTTP interface

mod cash_outs;
mod make_cash_out;
mod make_top_up;
mod quote;
mod routes;
mod send_top_up;
mod settle_cash_out;
mod top_ups;

pub(super) use routes::routes;

use super::{Operator, settle::SettleError};

/// Brings on what was begun, and ends quotes that nobody took.
pub(super) async fn resume(operator: &Operator) -> Result<(), SettleError> {
    send_top_up::resume(operator).await?;
    settle_cash_out::resume(operator).await?;
    Ok(())
}
