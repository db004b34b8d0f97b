//! Rows 1 to 9 and 12 to 16 of the fault table: a wallet's client and its states against a real node (Anvil) behind a proxy
//! that breaks things. Rows 10 and 11 need a browser and the key worker.
#![cfg(test)]

mod answers;
mod chain_faults;
mod node;
mod proxy;
mod sending;
