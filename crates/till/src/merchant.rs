//! The merchant's till: orders, the 402 answer, receipts. Holds the order key, and neither money nor a node.
//!
//! ## Organization
//! - use cases: `create_order`, `show_order`, `request_payment` (402), `accept_payment`, `cancel_order`, `deposit` (by hand), `watch_order`,
//!   `events` (webhooks), `reconcile` (background)
//! - what they are made of: `order_store`, `quote_store`, `quotes` (from the operator), `operator_client`, `confirm` (papers)
//! - `start` – opening and checking, `router` – HTTP

mod accept_payment;
mod access;
mod cancel_order;
mod confirm;
mod create_order;
mod deposit;
mod events;
mod health;
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
mod settings_routes;
mod show_order;
mod start;
mod watch_order;

pub use access::Scope;
pub use prove_orders::{ReconcileMerchantError, reconcile_merchant};
pub use start::{Merchant, MerchantTill, StartMerchantError};
