//! The vault over its public interface.
#![allow(clippy::unwrap_used, reason = "tests")]

mod backup;
mod changes;
mod damage;
mod fixtures;
mod keystore;
mod opening;
mod private;
mod support;
