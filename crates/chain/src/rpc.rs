//! JSON-RPC client of a node ([execution API](https://ethereum.github.io/execution-apis/)).
//!
//! ## Organization
//! - `client` – one call over one or several endpoints: failover, pauses, chain check
//! - `answer`, `error` – reading what a node answers
//! - `methods` – the methods this product needs
//! - `broadcast` – sending a transaction, and what the node's answer means
//! - `fees` – presets from the fee history, ceiling, replacement
//! - `holdings`, `transfers` – what an account has and what moved; `trial` – what would move
//! - `types` – receipts, logs, fees as the node writes them

mod answer;
mod broadcast;
mod client;
mod error;
mod fees;
mod holdings;
mod methods;
mod transfers;
mod trial;
mod types;

pub use broadcast::{Broadcast, Refusal};
pub use client::RpcClient;
pub use error::RpcError;
pub use fees::{FeeAboveCeiling, FeePresets};
pub use holdings::Holdings;
pub use methods::TransactionPlace;
pub use transfers::TokenTransfer;
pub use trial::{Movement, Trial};
pub use types::{FeeSuggestion, Log, LogFilter, Receipt};
