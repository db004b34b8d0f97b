//! The merchant's till: orders, the 402 answer, receipts. Holds the order key, and neither money nor a node.
//!
//! ## Organization
//! - use cases: `create_order`, `show_order`, `request_payment` (402), `accept_payment`, `cancel_order`, `deposit` (by hand), `watch_order`,
//!   `events` (webhooks), `reconcile` (background)
//! - `staff`, `sessions`, `access`, `limits` – who may do what; `terms` – which terms were in force
//! - `web` – the pages for the shop's people and its customers
//! - what they are made of: `order_store`, `quote_store`, `quotes` (from the operator), `operator_client`, `confirm` (papers)
//! - `start` – opening and checking, `router` – HTTP

mod accept_payment;
mod access;
mod ask_statement;
mod cancel_order;
mod confirm;
mod create_order;
mod deliver;
mod deposit;
mod events;
mod health;
mod limits;
mod operator_client;
mod order_store;
mod prove_orders;
mod quote_store;
mod quotes;
mod reconcile;
mod refund;
mod report;
mod request_payment;
pub(crate) mod retention;
mod router;
mod sessions;
mod settings_routes;
mod show_order;
pub(crate) mod staff;
mod start;
mod terms;
mod watch_order;
mod web;

pub use access::Scope;
pub use prove_orders::{ReconcileMerchantError, reconcile_merchant};
pub use staff::{Role, StaffError};
pub(crate) use start::MIGRATIONS;
pub use start::{Merchant, MerchantTill, StartMerchantError};
