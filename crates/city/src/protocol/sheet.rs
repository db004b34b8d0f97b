use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use units::{Bps, Tiyn};
use zone::{Use, Validity};

/// The registry for people, as parts of blocks of rows: one view shows them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// Made up.
    pub demo: bool,
    /// Past its date: paying is refused.
    pub expired: bool,
    /// When it was issued, unix seconds.
    pub issued_at: u64,
    /// The notice every page carries.
    pub notice: String,
    /// Everything else.
    pub blocks: Vec<Block>,
}

/// Which part of the registry a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetPart {
    /// Version, signatures, dates.
    Document,
    /// What may be used, and for what.
    Assets,
    /// Who converts.
    Operators,
    /// How much.
    Limits,
    /// VAT.
    Vat,
    /// Property.
    Property,
    /// Who decides about deposits, and what notaries take.
    Notaries,
    /// Who certifies merchants, and what was taken back.
    Merchants,
    /// The catalogue.
    Catalogue,
    /// Chains.
    Chains,
    /// Further notices.
    Notices,
}

/// One asset, one operator, one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it belongs.
    pub part: SheetPart,
    /// Its name, where it has one.
    pub title: Option<String>,
    /// Whether it holds today.
    pub holds: bool,
    /// What is said of it.
    pub rows: Vec<SheetRow>,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The name.
    pub label: Label,
    /// The value.
    pub value: SheetValue,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Label {
    /// The zone's identifier.
    Zone,
    /// Version.
    Version,
    /// Date of issue.
    Issued,
    /// End.
    Expires,
    /// Number of the root of trust.
    Root,
    /// Signatures there are, and needed.
    Signatures,
    /// A key that signed.
    Signer,
    /// Permitted uses.
    Uses,
    /// From when until when.
    Dates,
    /// Where it is written down.
    Source,
    /// The asset's identifier.
    Identifier,
    /// Stable or volatile.
    Kind,
    /// BIN.
    Bin,
    /// Licence number.
    Licence,
    /// Highest fee.
    Fee,
    /// Whether the fee comes back with a refund.
    FeeReturns,
    /// Where to reach somebody.
    Contact,
    /// Address of a server.
    Address,
    /// Limit of one payment.
    PerPayment,
    /// Limit of a day.
    PerDay,
    /// Limit of a month.
    PerMonth,
    /// How the limit was converted.
    Conversion,
    /// A rate.
    Rate,
    /// Deposits for buildings under construction.
    OffPlan,
    /// Deals above this are looked at.
    Review,
    /// A key that certifies.
    CertificateKey,
    /// How many certificates were revoked.
    Revoked,
    /// A merchant that is suspended.
    Suspended,
    /// How many entries.
    Entries,
    /// A chain's identifier.
    Chain,
    /// Blocks until a payment is final.
    Finality,
    /// The contract that settles exchanges.
    ExchangeContract,
    /// The server that carries residents' own transfers to the chain.
    Relay,
    /// The server for deposits.
    DepositDesk,
    /// The contract that holds deposits.
    DepositContract,
    /// The account that signs.
    Account,
    /// What an act costs.
    Price,
}

/// A value, said in the reader's way by the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SheetValue {
    /// As it is.
    Text(String),
    /// A key, an address, an identifier: in full, machine type.
    Code(String),
    /// Money.
    Money(Tiyn),
    /// A share.
    Percent(Bps),
    /// A moment, unix seconds.
    Time(u64),
    /// From when until when.
    Dates(Validity),
    /// Permitted uses.
    Uses(Vec<Use>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(u64),
    /// So many of so many.
    Of(u64, u64),
    /// Not limited.
    Unlimited,
    /// Stable or volatile.
    Stable(bool),
}
