//! JSON-RPC client of a node ([execution API](https://ethereum.github.io/execution-apis/)).
//!
//! ## Organization
//! - `client` – one call: envelope, id, error mapping
//! - `methods` – the methods this product needs
//! - `types` – receipts, logs, fees as the node writes them

mod client;
mod methods;
mod types;

pub use client::{RpcClient, RpcError};
pub use types::{FeeSuggestion, Log, LogFilter, Receipt};
