//! Which headers come with what, and what is not served at all.
#![cfg(test)]

mod caching;
mod embed;
mod pages;
mod paths;
mod support;
mod worker;
