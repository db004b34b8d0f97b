#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod client;

pub use client::{HttpAnswer, HttpClient};
pub use http::StatusCode;
