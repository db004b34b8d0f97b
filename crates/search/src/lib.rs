#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod builder;
mod fact;
mod fold;
mod index;
mod near;
mod query;
mod wire;
mod words;

pub use builder::{Field, IndexBuilder};
pub use fact::Fact;
pub use fold::fold;
pub use index::{Hits, Index, IndexSize, Plan, Searcher, best_first};
pub use query::{Query, QueryPart};
pub use wire::{DecodeError, Reader, write_number, write_text};
