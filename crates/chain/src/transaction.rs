//! Transactions: legacy (with and without [EIP-155](https://eips.ethereum.org/EIPS/eip-155)),
//! [EIP-2930](https://eips.ethereum.org/EIPS/eip-2930) and [EIP-1559](https://eips.ethereum.org/EIPS/eip-1559).
//!
//! ## Organization
//! - `model` – what a transaction says
//! - `encode` – the bytes that are signed and the bytes that are broadcast
//! - `decode` – the same back, as strict as consensus
//! - `sign` – one EIP-1559 transaction from its fields

mod decode;
mod encode;
mod model;
mod sign;

pub use decode::{DecodeTransactionError, DecodedTransaction, decode_signed, decode_unsigned};
pub use encode::{encode_signed, encode_unsigned};
pub use model::{AccessListItem, Pricing, Transaction};
pub use sign::{SignedTransaction, TransactionRequest, sign_encoded, sign_transaction};
