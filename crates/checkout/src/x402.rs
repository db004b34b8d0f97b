//! x402 version 2: wire types and headers
//! ([specification](https://github.com/coinbase/x402/blob/main/specs/x402-specification-v2.md)).
//!
//! ## Organization
//! - `types` – payment required, requirements, payload, facilitator requests and answers
//! - `header` – base64 JSON in `PAYMENT-REQUIRED`, `PAYMENT-SIGNATURE`, `PAYMENT-RESPONSE`
//! - `extension` – what CryptoCity adds: certificate, order, quotes
//! - `offer_receipt` – the offer-receipt extension: signed offers and receipts

mod extension;
mod header;
mod offer_receipt;
mod types;

pub use extension::{CRYPTOCITY, CryptoCityInfo, SettlementInfo, cryptocity_extension, read_info};
pub use header::{
    HeaderError, MAX_HEADER_BYTES, PAYMENT_REQUIRED, PAYMENT_RESPONSE, PAYMENT_SIGNATURE, decode_header,
    encode_header,
};
pub use offer_receipt::{OFFER_RECEIPT, Offer, SignedOffer, SignedX402Receipt, X402Receipt};
pub use types::{
    ExactAuthorization, ExactPayload, Extensions, FacilitatorRequest, PaymentPayload, PaymentRequired,
    PaymentRequirements, ResourceInfo, SCHEME_EXACT, SettleResponse, SupportedKind, SupportedResponse,
    VERSION, VerifyResponse,
};
