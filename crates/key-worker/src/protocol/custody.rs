//! Parameters and answers of the requests about the vault itself.

use serde::{Deserialize, Serialize};
use sig::Address;
use units::Tiyn;

use crate::protocol::OpenRegistryRequest;

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

/// How hard a password would be to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StrengthLevel {
    /// Guessed in hours or days.
    Weak,
    /// Guessed in months by somebody determined.
    Fair,
    /// Not worth guessing.
    Good,
    /// Out of reach.
    Strong,
}

/// What makes a password easier to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeaknessKind {
    /// Everybody uses it.
    Common,
    /// Neighbours on the keyboard or in the alphabet.
    Sequence,
    /// The same again.
    Repeated,
    /// A date or a year.
    Date,
    /// Too little of everything.
    Short,
}

/// Advice on a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrengthView {
    /// How it stands.
    pub level: StrengthLevel,
    /// What to mend, unless it is good.
    pub weakness: Option<WeaknessKind>,
}

/// How small payments may be made while the wallet is unlocked in another tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPolicyRequest {
    /// The registry whose limit bounds the ceiling.
    pub registry: OpenRegistryRequest,
    /// The largest payment, `None` for none at all.
    pub ceiling: Option<Tiyn>,
}

/// The policy as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPolicyView {
    /// The largest payment without a password, `None` when there is none.
    pub ceiling: Option<Tiyn>,
}
