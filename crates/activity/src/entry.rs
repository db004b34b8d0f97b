use alloc::string::String;

use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use crate::State;

/// What moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryAsset {
    /// The chain.
    pub chain: ChainId,
    /// The token, `None` for native coin.
    pub token: Option<AssetId>,
    /// Short name.
    pub symbol: String,
    /// Decimals.
    pub decimals: u8,
}

/// Where it moved, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// To the account.
    In,
    /// From the account.
    Out,
    /// From the account to itself.
    Own,
}

/// What it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// A transfer.
    Transfer,
    /// An order at a merchant.
    Payment,
    /// Money back from a payment.
    Refund,
    /// A deposit for a home.
    Deposit,
    /// A conversion.
    Exchange,
    /// Paid for units of an offering, or paid back from one.
    Investment,
    /// Tenge by bank transfer became an asset.
    TopUp,
    /// An asset became tenge at a bank.
    CashOut,
    /// Anything else that cost gas.
    Call,
}

/// A transfer that somebody else submits for the account
/// ([ERC-3009](https://eips.ethereum.org/EIPS/eip-3009)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authorized {
    /// Its identity: used once an account and token.
    pub nonce: B256,
    /// From then on no chain takes it, unix seconds.
    pub valid_before: u64,
}

/// The name of the other side, as the zone certified it, in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyName {
    /// Қазақша.
    pub kk: String,
    /// Русский.
    pub ru: String,
    /// English.
    pub en: String,
}

/// One movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Transaction hash, with the log's number where it was found in logs: unique.
    pub id: String,
    /// The transaction; zero while nobody has submitted an authorization.
    pub transaction: B256,
    /// Whose account.
    pub account: Address,
    /// What it was.
    pub kind: EntryKind,
    /// Where it moved.
    pub direction: Direction,
    /// What moved.
    pub asset: EntryAsset,
    /// How much, base units.
    pub amount: AssetAmount,
    /// Worth then, at the rate named; `None` when no rate was known.
    pub worth: Option<Tiyn>,
    /// Where that rate came from.
    pub rate_source: Option<String>,
    /// The other side.
    pub counterparty: Address,
    /// When it was signed or mined, unix seconds.
    pub time: u64,
    /// What gas has cost or may cost at most, wei; zero where somebody else paid.
    pub fee: AssetAmount,
    /// The account's transaction number, where the account sent it.
    pub nonce: Option<u64>,
    /// Where it stands.
    pub state: State,
    /// The signed bytes, 0x-hex, to send them again; for an authorization the relay's request.
    pub raw: Option<String>,
    /// The owner's note.
    #[serde(default)]
    pub note: String,
    /// What it belongs to: the order of a payment or refund, the deposit, the offering.
    #[serde(default)]
    pub related: Option<String>,
    /// Set where somebody else submits it.
    #[serde(default)]
    pub authorized: Option<Authorized>,
    /// Who the other side is, where the zone says so.
    #[serde(default)]
    pub party: Option<PartyName>,
}

impl Entry {
    /// Whether money has left or may still leave.
    #[must_use]
    pub const fn spends(&self) -> bool {
        matches!(self.direction, Direction::Out) && !self.state.is_void()
    }
}
