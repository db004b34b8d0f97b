use alloc::{collections::BTreeSet, string::String, vec::Vec};

use alloy_primitives::B256;

use crate::{Manifest, ShardEntry};

/// What an update does with the files of a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdatePlan<'a> {
    /// To be fetched.
    pub fetch: Vec<&'a ShardEntry>,
    /// There already.
    pub keep: Vec<&'a ShardEntry>,
    /// Of no use any more.
    pub drop: Vec<String>,
    /// How many bytes are to be fetched.
    pub bytes: u64,
}

/// Compares a manifest with the files that are there already (file name and hash).
#[must_use]
pub fn plan_update<'a>(manifest: &'a Manifest, cached: &[(String, B256)]) -> UpdatePlan<'a> {
    let (keep, fetch): (Vec<_>, Vec<_>) = manifest.shards.iter().partition(|shard| {
        cached
            .iter()
            .any(|(path, hash)| *path == shard.path && *hash == shard.sha256)
    });
    let wanted: BTreeSet<&str> = manifest.shards.iter().map(|shard| shard.path.as_str()).collect();
    let drop = cached
        .iter()
        .filter(|(path, _)| !wanted.contains(path.as_str()))
        .map(|(path, _)| path.clone())
        .collect();
    let bytes = fetch.iter().map(|shard| shard.bytes).sum();
    UpdatePlan {
        fetch,
        keep,
        drop,
        bytes,
    }
}
