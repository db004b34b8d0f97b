//! The wallet and the pay page: views over the key worker.
//!
//! ## Organization
//! - `i18n` – typed texts in three languages, numbers and money for people
//! - `services` – what the views ask for: key worker, registry, pay URL, chain
//! - `components` – pieces without domain words; `gallery` – all of them in every state
//! - `pages` – the wallet's pages; `pay` – the pay page
// The parts of a cut module are linked by declarations that only the macro writes, in `pages::lazy`.
#![cfg_attr(not(feature = "split"), forbid(unsafe_code))]
#![allow(
    unreachable_pub,
    reason = "leptos's component macro writes `pub` props for crate-private components"
)]

pub mod components;
pub mod gallery;
pub mod i18n;
pub mod pages;
pub mod pay;
pub mod services;
mod start_page;

pub use start_page::start_page;
