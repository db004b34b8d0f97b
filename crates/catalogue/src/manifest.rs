use alloc::{string::String, vec::Vec};

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use crate::{BoundingBox, EntryKind};

/// The DSSE payload type of a manifest.
pub const MANIFEST_TYPE: &str = "application/vnd.cryptocity.catalogue+json";

/// One file of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShardEntry {
    /// What it holds.
    pub kind: EntryKind,
    /// File name beside the manifest.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: B256,
    /// Its size.
    pub bytes: u64,
    /// Lines.
    pub count: u32,
    /// Around all of its points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<BoundingBox>,
}

/// A prebuilt search index over some of the shards: ready at once, and enough for lists without their files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexEntry {
    /// What it indexes.
    pub kind: EntryKind,
    /// File name beside the manifest.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: B256,
    /// Its size.
    pub bytes: u64,
    /// Entries in it.
    pub count: u32,
    /// The files of its entries, in the order the index numbers them.
    pub shards: Vec<String>,
}

/// Something that was withdrawn: a saved link says so instead of failing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tombstone {
    /// What it was.
    pub kind: EntryKind,
    /// Which.
    pub identifier: String,
    /// Unix seconds.
    pub deleted_at: u64,
}

/// What a catalogue consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The registry's id.
    pub zone: String,
    /// Grows with every issue.
    pub version: u64,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; shown as out of date from then on.
    pub expires_at: u64,
    /// Vocabulary of the entries.
    #[serde(rename = "@context")]
    pub context: String,
    /// All files.
    pub shards: Vec<ShardEntry>,
    /// Prebuilt search indexes; where there are none, readers make their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<IndexEntry>,
    /// What was withdrawn.
    #[serde(default)]
    pub tombstones: Vec<Tombstone>,
}

impl Manifest {
    /// The shard of a file name.
    #[must_use]
    pub fn shard(&self, path: &str) -> Option<&ShardEntry> {
        self.shards.iter().find(|shard| shard.path == path)
    }

    /// When an entry was withdrawn, unix seconds; none when it was not.
    #[must_use]
    pub fn deleted_at(&self, kind: EntryKind, identifier: &str) -> Option<u64> {
        self.tombstones
            .iter()
            .find(|tombstone| tombstone.kind == kind && tombstone.identifier == identifier)
            .map(|tombstone| tombstone.deleted_at)
    }

    /// How many entries of a kind there are.
    #[must_use]
    pub fn count(&self, kind: EntryKind) -> u64 {
        self.shards
            .iter()
            .filter(|shard| shard.kind == kind)
            .map(|shard| u64::from(shard.count))
            .sum()
    }
}
