#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod backup;
mod keystore;
mod mnemonic;
mod mutate;

pub use backup::{backup_import, backup_samples};
pub use keystore::{keystore_import, keystore_samples};
pub use mnemonic::{mnemonic_input, mnemonic_samples};
pub use mutate::Mutator;
