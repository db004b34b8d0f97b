//! Identification: residents seal their data to the operator for one address, prove that the address is theirs, and get a
//! signed credential. The data are kept as they were sealed and opened under a name and a reason; deals ask for the
//! credential.
//!
//! ## Organization
//! - `apply` – takes an application; in a demo zone it is approved at once
//! - `decide` – a person opens the data and decides
//! - `require` – whether a deal needs a credential, and whether the one shown is enough
//! - `store` – what is kept, and how it is erased
//! - `routes` – the HTTP interface

mod apply;
mod decide;
mod require;
mod routes;
pub(crate) mod store;

pub(super) use require::{IdentityRefusal, admit, require};
pub(super) use routes::{staff_routes, wallet_routes};
