//! Extracts of OpenStreetMap, as merchants for the table that `build` reads.
//!
//! ## Organization
//! - `read` – tells the kinds of file apart, by their first byte
//! - `xml`, `pbf` – read one kind each; `lines` – the line of an error in XML
//! - `object` – what both give
//! - `merchant_row` – which objects are merchants, and their row of the table

mod lines;
mod merchant_row;
mod object;
mod pbf;
mod read;
mod xml;

pub(crate) use merchant_row::{COLUMNS, asked_for, merchant_row};
pub(crate) use object::{Object, Place};
pub(crate) use read::read;
