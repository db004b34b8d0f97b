//! The pay page: opened by a merchant's page or by a link, it shows a verified order and pays it.
//!
//! ## Organization
//! - `opening`, `partner` – how the page was opened: by a page's window, as a payment handler, by a redirect or a link
//! - `model` – the screen's state; `load`, `approve` – what changes it
//! - `payee` – who was paid at a page before
//! - `session` – what a wallet unlocked in another tab signs
//! - `travel_rule` – what a large payment's operator must know of the payer
//! - `page`, `review`, `order`, `details`, `approve_form`, `receipt`, `other_device`, `trouble` – the views

mod approve;
mod approve_form;
mod details;
mod load;
mod model;
mod opening;
mod order;
mod other_device;
mod page;
mod partner;
mod payee;
mod receipt;
mod review;
mod session;
mod travel_rule;
mod trouble;

pub use page::PayPage;
