#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod arguments;
mod commands;
mod error;
mod files;
mod generate;
mod osm;
mod run;

pub use arguments::Arguments;
pub use commands::write_catalogue;
pub use error::CliError;
pub use generate::{DocumentFile, GenerateOptions, generate, offerings};
pub use run::run;
