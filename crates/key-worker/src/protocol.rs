//! What pages and the worker say to each other, as JSON. Secrets are never in these types: password and words travel
//! beside them as transferred buffers.
//!
//! ## Organization
//! - `request`, `response` – the messages; `custody` – parameters of those about the vault
//! - `signing` – transfers, messages, typed data, proofs
//! - `status`, `view` – what a screen renders
//! - `failure` – every reason for a refusal, with its data

mod custody;
mod failure;
mod request;
mod response;
mod signing;
mod status;
mod view;

pub use custody::{
    AccountRequest, AddAccountsRequest, AddPasskeyRequest, FileRequest, HideAccountRequest, MakeWordsRequest,
    OrderAccountsRequest, PasskeyRequest, PreviewAccountsRequest, ReadAddressRequest, ReadWordsRequest,
    RenameAccountRequest, SourceRequest, SuggestWordsRequest,
};
pub use failure::Failure;
pub use request::{
    CheckSettlementRequest, OpenRegistryRequest, PreparePaymentRequest, Request, SignPaymentRequest,
};
pub use response::Response;
pub use signing::{
    PrepareMessageRequest, PrepareProofRequest, PrepareTransferRequest, RequestFailure, SignPreparedRequest,
    SignedView, SigningView,
};
pub use status::{
    AccountKind, AccountView, DraftView, LockState, PasskeyView, PreviewView, SourceView, StatusView,
};
pub use view::{
    AssetView, LineView, MerchantView, OfferView, OperatorView, PaymentView, RegistryView, SettlementView,
    SignedPaymentView,
};
