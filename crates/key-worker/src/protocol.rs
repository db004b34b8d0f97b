//! What pages and the worker say to each other, as JSON. Secrets are never in these types: password and words travel
//! beside them as transferred buffers.
//!
//! ## Organization
//! - `request`, `response` – the messages
//! - `view` – what a screen renders
//! - `failure` – every reason for a refusal, with its data

mod failure;
mod request;
mod response;
mod view;

pub use failure::Failure;
pub use request::{
    CheckSettlementRequest, OpenRegistryRequest, PreparePaymentRequest, Request, SignPaymentRequest,
};
pub use response::Response;
pub use view::{
    AccountView, AssetView, LineView, LockState, MerchantView, OfferView, OperatorView, PaymentView,
    RegistryView, SettlementView, SignedPaymentView, StatusView,
};
