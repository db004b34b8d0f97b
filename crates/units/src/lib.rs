#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod amount;
mod bps;
mod decimal;
mod error;
mod quantity;
mod rate;
mod tiyn;

pub use amount::AssetAmount;
pub use bps::Bps;
pub use error::UnitError;
pub use quantity::QuantityMilli;
pub use rate::Rate;
pub use tiyn::Tiyn;
