//! Exchanges of one permitted asset for another: firm signed offers out of the operator's own holdings, settled by a
//! contract that moves both legs or neither.
//!
//! ## Organization
//! - `offer` – makes a firm offer when licence, permission, limit and holdings allow it
//! - `accept` – takes the resident's signature and brings the exchange to its end, also after a crash
//! - `store` – what is kept; `prices` – what was quoted over time
//! - `routes` – the HTTP interface

mod accept;
mod offer;
mod prices;
mod routes;
mod store;

pub(super) use accept::resume;
pub(super) use routes::routes;
