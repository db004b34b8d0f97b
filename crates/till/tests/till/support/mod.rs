//! ## Organization
//! - `node_proxy` – the node of the test, failing on demand
//! - `browser` – a browser without script at the till's pages
//! - `databases` – SQLite files, or databases of a PostgreSQL server
//! - `program` – a till as a process of its own
//! - `stack` – both tills, `config_files` – their files, `answer` – what they answer; `wallet` – what a payer's wallet does

mod answer;
mod browser;
mod config_files;
mod databases;
mod node_proxy;
mod program;
mod stack;
mod wallet;

pub(crate) use answer::Answer;
pub(crate) use browser::{Browser, PASSWORD, Page};
pub(crate) use config_files::{API_KEY, STAFF_KEY};
pub(crate) use databases::new_database;
pub(crate) use node_proxy::NodeMode;
pub(crate) use program::{Program, till};
pub(crate) use stack::{ORIGIN, Stack, WALLET_ORIGIN, order_body};
pub(crate) use testnode::{broadcast, mint, send};
pub(crate) use wallet::{Asked, Payer, TUSD};
