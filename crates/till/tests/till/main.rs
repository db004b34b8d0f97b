//! Both tills in one process, on free ports, over a real Anvil with the demo tokens.
#![cfg(test)]

mod books;
mod by_hand;
mod chain_weather;
mod crashing;
mod exchanging;
mod finality;
mod giving_back;
mod interface;
mod paying;
mod process;
mod rates;
mod refusing;
mod strangers;
mod supervision;
mod support;
mod surviving;
mod telling;
mod travel;
mod two_tills;
