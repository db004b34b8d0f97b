use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use alloy_primitives::B256;
use zone::Bin;

use crate::{
    BoundingBox, Entry, EntryError, EntryKind, IndexEntry, Manifest, ShardEntry, Tombstone, open_shard::hash,
    skeleton,
};

/// Entries are spread over files of about this many.
const PER_SHARD: usize = 1000;

/// What a catalogue is built from.
#[derive(Debug, Clone)]
pub struct CatalogueContent {
    /// The registry's id.
    pub zone: String,
    /// Of this issue.
    pub version: u64,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
    /// All entries.
    pub entries: Vec<Entry>,
    /// What was withdrawn.
    pub tombstones: Vec<Tombstone>,
}

/// Why no catalogue is built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// An entry does not hold.
    #[error("{identifier}: {error}")]
    Entry {
        /// Which.
        identifier: String,
        /// Why.
        error: EntryError,
    },
    /// Two merchants of different companies look alike.
    #[error("the names of {first} and {second} cannot be told apart")]
    LookAlike {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
    /// An entry has no JSON form.
    #[error("an entry cannot be written: {0}")]
    Write(String),
}

/// A file of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardFile {
    /// Its name.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A catalogue, its manifest not yet signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltCatalogue {
    /// To be signed.
    pub manifest: Manifest,
    /// To be written beside it.
    pub files: Vec<ShardFile>,
}

/// Checks all entries and spreads them over files. An entry's file depends on its identifier alone, so that an update
/// changes few files.
///
/// # Errors
/// [`BuildError`].
pub fn build_catalogue(content: CatalogueContent) -> Result<BuiltCatalogue, BuildError> {
    check_entries(&content.entries)?;
    let mut by_kind: BTreeMap<EntryKind, Vec<&Entry>> = BTreeMap::new();
    for entry in &content.entries {
        by_kind.entry(entry.kind()).or_default().push(entry);
    }
    let (mut shards, mut files) = (Vec::new(), Vec::new());
    for (kind, entries) in by_kind {
        let buckets = entries.len().div_ceil(PER_SHARD).next_power_of_two();
        let mut spread: BTreeMap<usize, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            spread
                .entry(bucket(entry.identifier(), buckets))
                .or_default()
                .push(entry);
        }
        for (number, mut entries) in spread {
            entries.sort_by(|a, b| a.identifier().cmp(b.identifier()));
            let (shard, file) = write_shard(kind, number, &entries)?;
            shards.push(shard);
            files.push(file);
        }
    }
    let manifest = Manifest {
        zone: content.zone,
        version: content.version,
        issued_at: content.issued_at,
        expires_at: content.expires_at,
        context: "https://schema.org".into(),
        shards,
        indexes: vec![],
        tombstones: content.tombstones,
    };
    Ok(BuiltCatalogue { manifest, files })
}

impl BuiltCatalogue {
    /// Puts a search index over some shards beside them, named by its hash.
    pub fn add_index(&mut self, kind: EntryKind, shards: Vec<String>, count: u32, bytes: Vec<u8>) {
        let sha256 = hash(&bytes);
        let number = self.manifest.indexes.len();
        let path = format!("{}-index-{number:04}-{}.bin", kind.as_str(), short(sha256));
        self.manifest.indexes.push(IndexEntry {
            kind,
            path: path.clone(),
            sha256,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            count,
            shards,
        });
        self.files.push(ShardFile { path, bytes });
    }
}

/// The part of a hash that stands in file names.
fn short(sha256: B256) -> String {
    format!("{sha256:x}").chars().skip(2).take(12).collect()
}

fn write_shard(
    kind: EntryKind,
    number: usize,
    entries: &[&Entry],
) -> Result<(ShardEntry, ShardFile), BuildError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let line = serde_json::to_vec(entry).map_err(|error| BuildError::Write(error.to_string()))?;
        bytes.extend_from_slice(&line);
        bytes.push(b'\n');
    }
    let sha256 = hash(&bytes);
    let path = format!("{}-{number:04}-{}.ndjson", kind.as_str(), short(sha256));
    let shard = ShardEntry {
        kind,
        path: path.clone(),
        sha256,
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        bbox: BoundingBox::around(entries.iter().filter_map(|entry| entry.geo())),
    };
    Ok((shard, ShardFile { path, bytes }))
}

/// The first bytes of the identifier's hash choose the file; `buckets` is a power of two.
fn bucket(identifier: &str, buckets: usize) -> usize {
    let digest = hash(identifier.as_bytes());
    let number = usize::from(digest[0]) << 8 | usize::from(digest[1]);
    number & (buckets - 1)
}

fn check_entries(entries: &[Entry]) -> Result<(), BuildError> {
    let mut ids: BTreeMap<(EntryKind, &str), ()> = BTreeMap::new();
    let mut looks: BTreeMap<String, (&str, Bin)> = BTreeMap::new();
    for entry in entries {
        let refuse = |error| BuildError::Entry {
            identifier: entry.identifier().into(),
            error,
        };
        entry.check().map_err(refuse)?;
        if ids.insert((entry.kind(), entry.identifier()), ()).is_some() {
            return Err(refuse(EntryError::Duplicate));
        }
        let Entry::Merchant(merchant) = entry else {
            continue;
        };
        for name in merchant.name.all() {
            let known = looks
                .entry(skeleton(name))
                .or_insert((&merchant.identifier, merchant.bin));
            if known.1 != merchant.bin {
                return Err(BuildError::LookAlike {
                    first: known.0.into(),
                    second: merchant.identifier.clone(),
                });
            }
        }
    }
    Ok(())
}
