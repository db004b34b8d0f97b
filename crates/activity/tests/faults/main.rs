//! Rows 1 to 9, 12 to 16 and 39 of the fault table: a wallet's client and its states against a real node (Anvil) behind a proxy
//! that breaks things. Rows 10 and 11 need a browser and the key worker.
#![cfg(test)]

mod answers;
mod chain_faults;
mod node;
mod odd_tokens;
mod proxy;
mod sending;
