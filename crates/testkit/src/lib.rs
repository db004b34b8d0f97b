#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod demo_keys;
mod demo_zone;
mod vault_store_contract;

pub use demo_keys::{DEMO_NOTARY_WORDS, DEMO_WORDS, DemoKeys};
pub use demo_zone::{DemoAsset, DemoZone};
pub use vault_store_contract::vault_store_contract;
