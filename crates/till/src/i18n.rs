//! The texts of the till's own pages, and numbers and times for people. Kazakh is the first language.

mod format;
mod language;

pub(crate) use format::{Day, amount, percent, plain_tenge, signed_tenge, tenge, time};
pub(crate) use language::{Key, Language};
