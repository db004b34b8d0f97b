//! What the wallet knows of its money: kept on this device, brought up to date by the chain.
//!
//! ## Organization
//! - `state` – what the pages share; `keep_up` – bringing it up to date, loaded with the pages that show it
//! - `snapshot` – what an account holds and what it is worth, as of when
//! - `ledger` – what happened, kept entry by entry; payments of the pay page linked to it
//! - `book` – contacts and notes, encrypted by the key worker; `papers` – identifications, top-ups and cash-outs in it
//! - `spending` – the limits of the registry and what was spent
//! - `typed_amount` – amounts as people type them
//! - `transfer`, `replace` – sending, and sending again with a higher fee
//! - `trouble` – what can go wrong, and its sentence

mod book;
mod keep_up;
mod ledger;
mod papers;
mod replace;
mod snapshot;
mod spending;
mod state;
mod transfer;
mod trouble;
mod typed_amount;

pub(crate) use book::{BankDeal, Book, Identity, read_address};
pub(crate) use keep_up::keep_up;
pub(crate) use ledger::{entry_of_path, path_of_entry};
pub(crate) use replace::{
    PreparedReplacement, Replacement, can_replace, prepare_replacement, send_replacement,
};
pub(crate) use snapshot::{Holding, Snapshot};
pub(crate) use spending::{count_meters, spent_entries};
pub(crate) use state::{Money, Network, provide_money};
pub(crate) use transfer::{Draft, Prepared, Speed, Way, prepare_transfer, send_transfer};
pub(crate) use trouble::MoneyTrouble;
pub(crate) use typed_amount::{AmountError, read_amount, read_tenge};
