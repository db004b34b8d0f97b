//! What a wallet shows for payment, what a till takes as payment, and which papers prove it.
#![cfg(test)]

mod generic_is_verified;
mod interop_vectors;
mod order_is_refused;
mod order_is_verified;
mod payment_is_verified;
mod quote_is_refused;
mod settlement_is_verified;
mod support;
