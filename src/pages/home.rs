//! Home at a glance: how much there is, what can be done, what happened last.
//!
//! ## Organization
//! - `home_page` – the page
//! - `total` – the sum in tenge, as of when
//! - `first_payment` – the way to the first payment, until there was one
//! - `assets` – what it consists of; `demo_tokens` – where the first come from

mod assets;
mod demo_tokens;
mod first_payment;
mod home_page;
mod total;

pub(crate) use home_page::HomePage;
