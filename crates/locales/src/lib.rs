//! The texts of the interface as tables of one order.
//!
//! ## Organization
//! - `read` – from `locales/<language>/<area>.json`
//! - `name` – a key's name in Rust
#![forbid(unsafe_code)]

mod name;
mod read;

pub use name::variant;
pub use read::{LANGUAGES, PAY_AREAS, ReadLocalesError, Tables, read};
