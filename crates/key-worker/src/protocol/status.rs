//! The vault as pages may know it.

use serde::{Deserialize, Serialize};
use sig::Address;

/// Whether keys are at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockState {
    /// There is no vault.
    NoVault,
    /// There is one, closed.
    Locked,
    /// It is open in this worker.
    Unlocked,
}

/// The vault as pages may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// Whether keys are at hand.
    pub lock: LockState,
    /// Public accounts in their owner's order, known without unlocking.
    pub accounts: Vec<AccountView>,
    /// Sources of keys.
    pub sources: Vec<SourceView>,
    /// Passkeys that open the vault.
    pub passkeys: Vec<PasskeyView>,
}

/// Where the key of an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountKind {
    /// A phrase.
    Words {
        /// Which source.
        source: u32,
        /// Last number of the derivation path.
        index: u32,
    },
    /// An imported key.
    PrivateKey {
        /// Which source.
        source: u32,
    },
    /// No key: the account is only looked at.
    Watch,
}

/// A public account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Names the account in requests, for good; not its place in the list.
    pub number: u32,
    /// Its address.
    pub address: Address,
    /// Where its key comes from.
    pub kind: AccountKind,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Whether its owner does not want to see it.
    pub hidden: bool,
}

/// A source of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    /// Names the source in requests.
    pub number: u32,
    /// A phrase; otherwise an imported key.
    pub words: bool,
    /// When its owner last proved to have it written down, unix seconds.
    pub proven_at: Option<u64>,
}

/// A passkey that opens the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// The credential's id, base64url.
    pub credential: String,
    /// The PRF's input, base64.
    pub salt: String,
    /// Hints for the browser.
    pub transports: Vec<String>,
    /// What its owner calls it.
    pub name: String,
    /// Unix seconds.
    pub added_at: u64,
}
