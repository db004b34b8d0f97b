//! Exchanging one permitted asset for another at a licensed operator.
//!
//! ## Organization
//! - `form` – what is given and wanted; `offers` – operators side by side; `outcome` – what became of it
//! - `prices` – what operators quoted over time; `sentences` – texts for refusals

mod form;
mod offers;
mod outcome;
mod prices;
mod sentences;

pub(crate) use form::ExchangePage;
pub(crate) use sentences::refusal_text;
