#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod account;
mod branch;
mod canonical;
mod mnemonic;
mod passphrase;
mod private_key;
mod seed;
mod suggest;
mod word_language;

pub use account::{AccountKey, DeriveAccountError};
pub use branch::AccountBranch;
pub use mnemonic::{LanguageSet, Mnemonic, ParseMnemonicError};
pub use passphrase::Passphrase;
#[cfg(feature = "all-words")]
pub use passphrase::PassphraseError;
pub use private_key::{ParsePrivateKeyError, PrivateKey};
pub use seed::Seed;
pub use suggest::suggest_words;
pub use word_language::WordLanguage;
