#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod agree;
mod config;
mod error;
mod relay;
mod router;
mod start;
mod steps;
mod store;

pub use config::DeskConfig;
pub use start::{DepositDesk, StartDeskError};
