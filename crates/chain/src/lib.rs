#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod caip;
mod erc681;
mod http;
mod proof;
mod rpc;
mod token;
mod transaction;

pub use alloy_primitives::{Bytes, TxKind};
pub use caip::{AssetId, ChainId, ParseCaipError};
pub use erc681::{PaymentLink, PaymentLinkError};
pub use http::{HttpError, HttpLimits, HttpPort};
pub use proof::{PaymentProof, ProvePaymentError, prove_payment};
pub use rpc::{
    Broadcast, FeeAboveCeiling, FeePresets, FeeSuggestion, Holdings, Log, LogFilter, Movement, Receipt,
    Refusal, RpcClient, RpcError, TokenTransfer, TransactionPlace, Trial,
};
pub use token::{
    Authorization, authorization_digest, authorization_state_call, authorization_used_topic, balance_of_call,
    domain_separator_call, mint_call, token_domain, transfer_call, transfer_topic,
    transfer_with_authorization_call,
};
pub use transaction::{
    AccessListItem, DecodeTransactionError, DecodedTransaction, Pricing, SignedTransaction, Transaction,
    TransactionRequest, decode_signed, decode_unsigned, encode_signed, encode_unsigned, sign_encoded,
    sign_transaction,
};
