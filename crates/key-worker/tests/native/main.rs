//! The worker's messages over memory: custody and payment.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod banking;
mod custody;
mod deposits;
mod exports;
mod faults;
mod imports;
mod payment;
mod session;
mod signing;
mod subscriptions;
mod support;
mod x402;
