use alloc::{collections::BTreeMap, string::String, vec::Vec};

use chain::{HttpPort, LogFilter, RpcClient, RpcError, authorization_used_topic};
use sig::{Address, B256};

use crate::{Entry, EntryAsset, NextStep, State, merge_transfers, observe};

/// How far back an account's history is looked for at first, in blocks.
const LOOK_BACK: u64 = 500_000;
/// So many blocks are looked at again each time, beside those to finality.
const OVERLAP: u64 = 8;

/// What is known of an account before a look at the chain.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Whose activity.
    pub account: Address,
    /// Its entries.
    pub entries: &'a [Entry],
    /// The last block that was looked at, `None` at first.
    pub scanned_to: Option<u64>,
    /// The tokens that are looked for.
    pub tokens: &'a [EntryAsset],
    /// Blocks on top after which something is final.
    pub depth: u64,
}

/// What a look at the chain has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtUp {
    /// Entries that are new or stand elsewhere now.
    pub changed: Vec<Entry>,
    /// Which of them are new.
    pub new: Vec<String>,
    /// Identifiers of entries whose bytes are to be sent again.
    pub resend: Vec<String>,
    /// The last block that was looked at.
    pub scanned_to: u64,
}

/// Looks where everything stands that is not final, and for transfers since the last look. Nothing is lost when it fails
/// half-way: the next look begins at the same block.
///
/// # Errors
/// [`RpcError`].
pub async fn catch_up<H: HttpPort>(
    node: &RpcClient<H>,
    known: Known<'_>,
    now: u64,
) -> Result<CaughtUp, RpcError> {
    let head = node.block_number().await?;
    let mut found = CaughtUp {
        changed: Vec::new(),
        new: Vec::new(),
        resend: Vec::new(),
        scanned_to: head,
    };
    let mut entries = known.entries.to_vec();
    for entry in entries.iter_mut().filter(|entry| !entry.state.is_settled()) {
        let before = entry.clone();
        let next = follow(node, entry, known.depth, now).await?;
        if next == NextStep::Rebroadcast && entry.raw.is_some() {
            found.resend.push(entry.id.clone());
        }
        if *entry != before {
            found.changed.push(entry.clone());
        }
    }
    let from = known.scanned_to.map_or_else(
        || head.saturating_sub(LOOK_BACK),
        |last| last.saturating_sub(known.depth.saturating_add(OVERLAP)),
    );
    let addresses: Vec<Address> = known
        .tokens
        .iter()
        .filter_map(|asset| asset.token.map(|id| id.token))
        .collect();
    let transfers = node.transfers(known.account, &addresses, from, head).await?;
    let asset_of = |token: Address| {
        let is_it = |asset: &&EntryAsset| asset.token.is_some_and(|id| id.token == token);
        known.tokens.iter().find(is_it).cloned()
    };
    let mut fresh = merge_transfers(
        &entries,
        known.account,
        &transfers,
        head,
        known.depth,
        asset_of,
        |_| 0,
    );
    let mut times = BTreeMap::new();
    for entry in &mut fresh {
        let (State::Mined { block_number, .. } | State::Final { block_number, .. }) = entry.state else {
            continue;
        };
        entry.time = match times.get(&block_number) {
            Some(time) => *time,
            None => {
                let time = node.block_time_of(block_number).await?;
                times.insert(block_number, time);
                time
            }
        };
    }
    found.new = fresh.iter().map(|entry| entry.id.clone()).collect();
    found.changed.extend(fresh);
    Ok(found)
}

/// Looks where one entry stands and notes it.
async fn follow<H: HttpPort>(
    node: &RpcClient<H>,
    entry: &mut Entry,
    depth: u64,
    now: u64,
) -> Result<NextStep, RpcError> {
    if let (Some(authorized), Some(token)) = (entry.authorized, entry.asset.token)
        && entry.transaction == B256::ZERO
    {
        match find_authorization(node, token.token, entry.account, authorized.nonce).await? {
            Some(transaction) => entry.transaction = transaction,
            None if node.block_time().await?.max(now) >= authorized.valid_before => {
                entry.state = State::Expired;
                return Ok(NextStep::Done);
            }
            None => return Ok(NextStep::Rebroadcast),
        }
    }
    let seen = observe(node, entry.account, entry.transaction).await?;
    // What others submitted has no number of this account: it is never "replaced".
    let outcome = entry.state.observe(seen, entry.nonce.unwrap_or(u64::MAX), depth);
    entry.state = outcome.state;
    Ok(outcome.next)
}

/// The transaction that used an authorization, whoever submitted it.
async fn find_authorization<H: HttpPort>(
    node: &RpcClient<H>,
    token: Address,
    payer: Address,
    nonce: B256,
) -> Result<Option<B256>, RpcError> {
    if !node.authorization_state(token, payer, nonce).await? {
        return Ok(None);
    }
    let topics = [authorization_used_topic(), payer.into_word(), nonce];
    let filter = LogFilter {
        address: token,
        topics: topics.into_iter().map(Some).collect(),
        from_block: node.block_number().await?.saturating_sub(LOOK_BACK),
    };
    let logs = node.logs(&filter).await?;
    Ok(logs
        .iter()
        .find(|log| log.address == token)
        .map(|log| log.transaction))
}
