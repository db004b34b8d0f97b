//! Subscribing an offering at its registrar, and what one holds of it. The offering itself is a page of the city's.
//!
//! ## Organization
//! - `offered` – what of an offering is needed to subscribe it; `here` – what stands on its page, by the wallet's lock
//! - `part` – what chain and registrar say; `subscribe` – all of it for an open wallet
//! - `form` – units and risks; `review` – what is signed; `outcome` – what became of it
//! - `holding` – one's units and, when the offering failed, the way to the money; `holdings` – of all offerings
//! - `sentences` – texts for refusals

mod form;
mod here;
mod holding;
mod holdings;
mod offered;
mod outcome;
mod part;
mod review;
mod sentences;
mod subscribe;

pub(crate) use here::{HoldingsHere, SubscribeHere};
pub(crate) use holdings::Holdings;
pub(crate) use offered::Offered;
pub(crate) use subscribe::Subscribe;
