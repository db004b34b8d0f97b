#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod browser;
mod cdp;
mod driver;
mod dropping_proxy;
mod engine;
mod error;
mod look;
mod memory;
mod own_worker;
mod page;
pub mod pages;
mod paths;
mod processes;
mod recorder;
mod scripts;
mod secrets;
mod sentences;
mod shop;
mod stranger;
mod world;
mod x402_shop;

pub use browser::Browser;
pub use cdp::DevTools;
pub use dropping_proxy::DroppingProxy;
pub use engine::Engine;
pub use error::{JourneyError, Result};
pub use look::files_under;
pub use own_worker::{Answered, OwnWorker};
pub use page::Page;
pub use paths::Paths;
pub use recorder::Recorder;
pub use scripts::{Purchase, verify_purchase};
pub use secrets::Secrets;
pub use sentences::{LANGUAGES, says_in_every_language};
pub use shop::Shop;
pub use stranger::Stranger;
pub use world::{PASSWORD, World};
pub use x402_shop::X402Shop;
