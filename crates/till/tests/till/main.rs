//! Both tills in one process, on free ports, over a real Anvil with the demo tokens.
#![cfg(test)]

mod banking;
mod books;
mod by_hand;
mod carrying;
mod chain_weather;
mod crashing;
mod exchanging;
mod finality;
mod giving_back;
mod identifying;
mod init;
mod interface;
mod openapi;
mod pages;
mod paying;
mod process;
mod rates;
mod receipts;
mod refusing;
mod roles;
mod selling;
mod strangers;
mod subscribing;
mod supervision;
mod support;
mod surviving;
mod telling;
mod travel;
mod two_tills;
