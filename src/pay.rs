//! The pay page: opened by a merchant's page or by a link, it shows a verified order and pays it.
//!
//! ## Organization
//! - `opening`, `partner` – how the page was opened: by a page's window, as a payment handler, by a redirect or a link
//! - `model` – the screen's state; `load`, `approve` – what changes it
//! - `payee` – who was paid at a page before
//! - `travel_rule` – what a large payment's operator must know of the payer
//! - `page`, `review`, `details`, `receipt`, `other_device`, `trouble` – the views

mod approve;
mod details;
mod load;
mod model;
mod opening;
mod other_device;
mod page;
mod partner;
mod payee;
mod receipt;
mod review;
mod travel_rule;
mod trouble;

pub use page::PayPage;
