//! Sending: to whom, what, how much; then what it would do, and the decision.
//!
//! ## Organization
//! - `send_page` – the two steps
//! - `form` – recipient, asset, amount in tenge or asset, speed
//! - `review` – the key worker's statement, what arrives, fee, limits
//! - `recipient_note` – whether the recipient is known, new, or made to be mistaken for another

mod form;
mod recipient_note;
mod review;
mod send_page;

pub(crate) use send_page::SendPage;
