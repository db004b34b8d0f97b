//! Subscriptions of offerings: this operator is their registrar. It signs what identification and the retail limit allow,
//! carries what the investor signed to the contract, and money back when an offering has failed. The contract holds the
//! money; the operator can neither take nor hold it back.
//!
//! ## Organization
//! - `register` – signs a subscription when document, risks, offering and limit allow it
//! - `accept` – takes the investor's signature and brings the subscription to its end, also after a crash
//! - `refund` – takes units of a failed offering back and pays their money out
//! - `limit` – what an investor may still subscribe; `offering` – what contract and configuration say
//! - `store` – what is kept; `routes` – the HTTP interface

mod accept;
mod limit;
mod offering;
mod refund;
mod register;
mod routes;
mod store;

pub(super) use accept::resume;
pub(super) use routes::routes;
