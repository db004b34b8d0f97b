//! The worker's messages over memory: custody and payment.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests")]

mod custody;
mod payment;
mod support;
