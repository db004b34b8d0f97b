//! Both tills in one process, on free ports, over a real Anvil with the demo tokens.
#![cfg(test)]

mod by_hand;
mod chain_weather;
mod exchanging;
mod giving_back;
mod interface;
mod paying;
mod process;
mod refusing;
mod support;
mod surviving;
mod telling;
