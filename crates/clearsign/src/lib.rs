#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod calldata;
mod describe;
mod plain_text;
mod proof;
mod sign_in;
mod statement;
mod strict_json;
mod typed_data;
mod typed_message;

pub use calldata::{TokenCall, decode_call};
pub use describe::{Mode, RefusedRequest, describe_message, describe_transaction, describe_typed_data};
pub use plain_text::{is_harmless, neutralise};
pub use proof::{AddressProof, proof_domain};
pub use sign_in::{SignIn, SignInError};
pub use statement::{Fact, Intent, KnownToken, Label, Statement, TokenBook, Value, Warning};
pub use strict_json::{StrictJsonError, parse_strict};
pub use typed_data::{TypedData, TypedDataError, TypedDomain};
