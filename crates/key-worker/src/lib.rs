#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod protocol;
mod use_cases;
mod worker;

pub use worker::{Clock, KeyWorker};
