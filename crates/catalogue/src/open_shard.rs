use alloc::{collections::BTreeSet, string::ToString, vec::Vec};

use alloy_primitives::B256;
use sha2::{Digest as _, Sha256};

use crate::{Entry, EntryError, IndexEntry, ShardEntry};

/// Larger files are never fetched.
pub const MAX_SHARD_BYTES: u64 = 8 * 1024 * 1024;

/// Larger indexes are never fetched.
pub const MAX_INDEX_BYTES: u64 = 8 * 1024 * 1024;

/// Why a whole shard is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// Not as long as the manifest says: truncated, or something else.
    #[error("{actual} bytes instead of {expected}")]
    Length {
        /// How long it is.
        actual: u64,
        /// How long it should be.
        expected: u64,
    },
    /// Other bytes than the manifest pins.
    #[error("the content is not what the manifest pins")]
    Hash,
    /// Other than as many lines as the manifest says.
    #[error("{actual} entries instead of {expected}")]
    Count {
        /// How many there are.
        actual: usize,
        /// How many there should be.
        expected: u32,
    },
}

/// What stands in a shard that is the one the manifest pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedShard {
    /// Entries that hold.
    pub entries: Vec<Entry>,
    /// Entries that do not: line number, from 1, and reason.
    pub left_out: Vec<(usize, EntryError)>,
}

/// Checks length and hash, and only then reads a shard, line by line. A bad line costs only itself.
///
/// # Errors
/// [`ShardError`].
pub fn open_shard(pinned: &ShardEntry, bytes: &[u8]) -> Result<OpenedShard, ShardError> {
    check_pinned(pinned.bytes, MAX_SHARD_BYTES, pinned.sha256, bytes)?;
    let lines: Vec<&[u8]> = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    if u32::try_from(lines.len()) != Ok(pinned.count) {
        return Err(ShardError::Count {
            actual: lines.len(),
            expected: pinned.count,
        });
    }
    let (mut entries, mut left_out, mut seen) =
        (Vec::with_capacity(lines.len()), Vec::new(), BTreeSet::new());
    for (line, number) in lines.into_iter().zip(1..) {
        match Entry::parse(pinned.kind, line) {
            Ok(entry) if !seen.insert(entry.identifier().to_string()) => {
                left_out.push((number, EntryError::Duplicate));
            }
            Ok(entry) => entries.push(entry),
            Err(error) => left_out.push((number, error)),
        }
    }
    Ok(OpenedShard { entries, left_out })
}

/// Checks length and hash of an index. What is in it is read by whoever searches.
///
/// # Errors
/// [`ShardError::Length`], [`ShardError::Hash`].
pub fn check_index(pinned: &IndexEntry, bytes: &[u8]) -> Result<(), ShardError> {
    check_pinned(pinned.bytes, MAX_INDEX_BYTES, pinned.sha256, bytes)
}

fn check_pinned(expected: u64, most: u64, sha256: B256, bytes: &[u8]) -> Result<(), ShardError> {
    let actual = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if actual != expected || actual > most {
        return Err(ShardError::Length { actual, expected });
    }
    if hash(bytes) != sha256 {
        return Err(ShardError::Hash);
    }
    Ok(())
}

/// SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> B256 {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    B256::from(digest)
}
