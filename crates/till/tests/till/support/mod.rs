//! ## Organization
//! - `anvil` – a node of its own for each test; `node_proxy` – the same node, failing on demand
//! - `tokens` – deploys and mints the demo tokens
//! - `stack` – both tills with their files; `wallet` – what a payer's wallet does

mod anvil;
mod node_proxy;
mod stack;
mod tokens;
mod wallet;

pub(crate) use node_proxy::NodeMode;
pub(crate) use stack::{Answer, ORIGIN, Stack, WALLET_ORIGIN, order_body};
pub(crate) use tokens::{broadcast, send};
pub(crate) use wallet::{Payer, TUSD};
