#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod address;
mod compact;
mod digest;
mod public_key;
mod signature;
mod signer;

pub use address::{AddressError, parse_address};
pub use alloy_primitives::{Address, B256, U256, keccak256};
pub use alloy_sol_types::{Eip712Domain, SolStruct};
pub use compact::CompactSignature;
pub use digest::{
    Digest, digest_of_hashes, domain_separator, personal_message_digest, sha256_digest, typed_data_digest,
};
pub use public_key::{PublicKey, PublicKeyError};
pub use signature::{EvmSignature, SignatureError};
pub use signer::Signer;
