//! Parameters and answers of the requests about the vault itself.

use serde::{Deserialize, Serialize};
use sig::Address;

/// How many words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeWordsRequest {
    /// 24 words instead of 12.
    pub long: bool,
}

/// How to read typed words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadWordsRequest {
    /// The word list, e.g. `english`; any when absent.
    pub language: Option<String>,
    /// The number of the first account.
    pub start_index: u32,
}

/// Which list to suggest from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestWordsRequest {
    /// The word list, e.g. `english`.
    pub language: String,
}

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRequest {
    /// Its text.
    pub text: String,
}

/// An address to be looked at only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAddressRequest {
    /// As typed.
    pub address: String,
}

/// A stretch of account numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewAccountsRequest {
    /// The source in the vault; what was read last when absent.
    pub source: Option<u32>,
    /// The first number.
    pub start: u32,
    /// How many, at most 100.
    pub count: u32,
}

/// Accounts to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddAccountsRequest {
    /// The source in the vault; what was read last when absent.
    pub source: Option<u32>,
    /// Their numbers; the next unused one when empty.
    pub indices: Vec<u32>,
}

/// A new name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameAccountRequest {
    /// The account's number in the vault.
    pub account: u32,
    /// At most 40 characters; empty takes the name away.
    pub name: String,
}

/// Hidden or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HideAccountRequest {
    /// The account's number in the vault.
    pub account: u32,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// A new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAccountsRequest {
    /// Every account's number, once.
    pub accounts: Vec<u32>,
}

/// A new passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPasskeyRequest {
    /// The credential's id, base64url.
    pub credential: String,
    /// The PRF's input, 32 bytes in base64.
    pub salt: String,
    /// Hints for the browser.
    pub transports: Vec<String>,
    /// What its owner calls it.
    pub name: String,
}

/// Names a source of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRequest {
    /// Its number.
    pub source: u32,
}

/// Names an account of the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRequest {
    /// Its number.
    pub account: u32,
}

/// What was made or read and is in no vault yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// Its accounts.
    pub addresses: Vec<Address>,
}

/// An account that a phrase would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// Last number of the derivation path.
    pub index: u32,
    /// Its address.
    pub address: Address,
}
