//! Home at a glance: how much there is, what can be done, what happened last.
//!
//! ## Organization
//! - `home_page` – the page
//! - `total` – the sum in tenge, as of when
//! - `assets` – what it consists of; demo tokens

mod assets;
mod home_page;
mod total;

pub(crate) use home_page::HomePage;
