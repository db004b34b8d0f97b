//! Deals from outside.
#![cfg(test)]

mod agreements;
mod exchanges;
mod interop_vectors;
mod outcomes;
mod preparing;
mod sample;
mod subscription_vectors;
mod subscriptions;
