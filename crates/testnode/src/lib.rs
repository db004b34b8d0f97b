//! What native tests and benchmarks need of a chain. Panics where a test would: there is nothing to do without a node.
//!
//! ## Organization
//! - `anvil` – a node that ends with its owner
//! - `tokens` – deploys and mints the demo tokens, sends transactions
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "used by tests and benchmarks only, where a panic is the answer"
)]

mod anvil;
mod tokens;

pub use anvil::Anvil;
pub use tokens::{CHAIN, Rpc, broadcast, deploy_contract, deploy_token, mint, rpc, send};
