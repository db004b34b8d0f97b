#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod file_kind;
mod headers;
mod options;
mod origin;
mod serve_site;

pub use options::SiteOptions;
pub use origin::{Origin, ParseOriginError};
pub use serve_site::{serve_site, site_router};
