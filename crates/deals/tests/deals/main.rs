//! Deposits from outside.
#![cfg(test)]

mod agreements;
mod interop_vectors;
mod outcomes;
mod preparing;
mod sample;
