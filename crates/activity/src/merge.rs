use alloc::{format, vec::Vec};

use chain::TokenTransfer;
use sig::Address;
use units::AssetAmount;

use crate::{Direction, Entry, EntryAsset, EntryKind, State};

/// Makes entries of transfers that were found in logs. Those of a transaction that is an entry already, and of tokens
/// that `asset_of` does not know, are left out. `time_of` gives a block's time, `depth` the blocks to finality.
pub fn merge_transfers(
    known: &[Entry],
    account: Address,
    transfers: &[TokenTransfer],
    head: u64,
    depth: u64,
    asset_of: impl Fn(Address) -> Option<EntryAsset>,
    time_of: impl Fn(u64) -> u64,
) -> Vec<Entry> {
    let is_known = |transfer: &TokenTransfer| {
        known.iter().any(|entry| {
            entry.transaction == transfer.transaction
                && entry.asset.token.map(|token| token.token) == Some(transfer.token)
                && entry.amount == transfer.value
        })
    };
    transfers
        .iter()
        .filter(|transfer| !is_known(transfer))
        .filter_map(|transfer| {
            let direction = match (transfer.from == account, transfer.to == account) {
                (true, true) => Direction::Own,
                (true, false) => Direction::Out,
                (false, true) => Direction::In,
                (false, false) => return None,
            };
            let state = if head.saturating_sub(transfer.block_number) >= depth {
                State::Final {
                    block_number: transfer.block_number,
                    succeeded: true,
                }
            } else {
                State::Mined {
                    block_number: transfer.block_number,
                    block_hash: transfer.block_hash,
                    succeeded: true,
                }
            };
            Some(Entry {
                id: format!("{}/{}", transfer.transaction, transfer.log_index),
                transaction: transfer.transaction,
                account,
                kind: EntryKind::Transfer,
                direction,
                asset: asset_of(transfer.token)?,
                amount: transfer.value,
                worth: None,
                rate_source: None,
                counterparty: if direction == Direction::In {
                    transfer.from
                } else {
                    transfer.to
                },
                time: time_of(transfer.block_number),
                fee: AssetAmount::ZERO,
                nonce: None,
                state,
                raw: None,
                note: alloc::string::String::new(),
                related: None,
                authorized: None,
                party: None,
            })
        })
        .collect()
}
