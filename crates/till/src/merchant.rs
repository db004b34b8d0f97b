//! The merchant's till: orders, the 402 answer, receipts. Holds the order key, and neither money nor a node.
//!
//! ## Organization
//! - use cases: `create_order`, `show_order`, `request_payment` (402), `accept_payment`, `reconcile` (background)
//! - what they are made of: `order_store`, `quote_store`, `quotes` (from the operator), `operator_client`, `confirm` (papers)
//! - `start` – opening and checking, `router` – HTTP

mod accept_payment;
mod confirm;
mod create_order;
mod operator_client;
mod order_store;
mod quote_store;
mod quotes;
mod reconcile;
mod request_payment;
mod router;
mod show_order;
mod start;

pub use start::{Merchant, MerchantTill, StartMerchantError};
