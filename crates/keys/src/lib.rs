#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod account;
mod mnemonic;
mod seed;

pub use account::{AccountKey, DeriveAccountError};
pub use mnemonic::{Mnemonic, ParseMnemonicError};
pub use seed::Seed;
