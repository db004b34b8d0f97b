//! The pay page: opened by a merchant's page or by a link, it shows a verified order and pays it.
//!
//! ## Organization
//! - `opening` – how the page was opened: popup handshake or link
//! - `model` – the screen's state; `load`, `approve` – what changes it
//! - `page`, `review`, `details`, `receipt`, `trouble` – the views

mod approve;
mod details;
mod load;
mod model;
mod opening;
mod page;
mod receipt;
mod review;
mod trouble;

pub use page::PayPage;
