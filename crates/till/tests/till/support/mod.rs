//! ## Organization
//! - `anvil` – a node of its own for each test; `node_proxy` – the same node, failing on demand
//! - `tokens` – deploys and mints the demo tokens
//! - `databases` – SQLite files, or databases of a PostgreSQL server
//! - `stack` – both tills, `config_files` – their files, `answer` – what they answer; `wallet` – what a payer's wallet does

mod answer;
mod anvil;
mod config_files;
mod databases;
mod node_proxy;
mod stack;
pub(crate) mod tokens;
mod wallet;

pub(crate) use answer::Answer;
pub(crate) use config_files::{API_KEY, STAFF_KEY};
pub(crate) use databases::new_database;
pub(crate) use node_proxy::NodeMode;
pub(crate) use stack::{ORIGIN, Stack, WALLET_ORIGIN, order_body};
pub(crate) use tokens::{broadcast, mint, send};
pub(crate) use wallet::{Payer, TUSD};
