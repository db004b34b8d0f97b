//! Topping up and cashing out in tenge at a licensed operator. The bank is simulated, and every step says so.
//!
//! ## Organization
//! - `page` – the two ways; `top_up`, `cash_out` – their forms
//! - `top_up_quote`, `cash_out_quote` – what was quoted, and taking it; `outcome` – the paper at the end
//! - `ask` – which operator; `catch_up` – what was begun before; `trouble` – what can go wrong

mod ask;
mod cash_out;
mod cash_out_quote;
mod catch_up;
mod outcome;
mod page;
mod top_up;
mod top_up_quote;
mod trouble;

pub(crate) use page::BankPage;
