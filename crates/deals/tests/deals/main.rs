//! Deposits from outside.

mod agreements;
mod interop_vectors;
mod outcomes;
mod sample;
