#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod protocol;
mod use_cases;
mod worker;

#[cfg(feature = "wallet")]
pub use use_cases::answer_session::PastPayment;
pub use worker::{Clock, KeyWorker};
