#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod demo_keys;
mod demo_zone;

pub use demo_keys::{DEMO_WORDS, DemoKeys};
pub use demo_zone::{DemoAsset, DemoZone};
