#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod build;
mod city;
mod districts;
mod find;
mod map;
pub mod protocol;
mod rows;
mod segment;
mod texts;
mod zone_sheet;

pub use build::{SHARDS_PER_INDEX, build_city};
pub use city::{AddFileError, City, Wanted};
