use alloc::collections::BTreeSet;

use zone::{Envelope, EnvelopeError, Freshness, Registry};

use crate::{MANIFEST_TYPE, MAX_INDEX_BYTES, MAX_SHARD_BYTES, Manifest};

/// Why a manifest was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyManifestError {
    /// The registry names no catalogue.
    #[error("the registry names no catalogue")]
    NoCatalogue,
    /// Size, type or signatures.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Well signed, but not readable, or with paths that lead elsewhere.
    #[error("the manifest cannot be read")]
    Malformed,
    /// Of another zone.
    #[error("the manifest is of another zone")]
    OtherZone,
    /// Older than one seen before, or than the registry asks for.
    #[error("version {version} is older than {least}")]
    Rollback {
        /// The version offered.
        version: u64,
        /// The least that is taken.
        least: u64,
    },
    /// Dated in the future.
    #[error("the manifest is dated {issued_at}, in the future")]
    NotYetIssued {
        /// Unix seconds.
        issued_at: u64,
    },
}

/// A manifest whose signatures hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedManifest {
    manifest: Manifest,
    freshness: Freshness,
}

impl VerifiedManifest {
    /// The content.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether it is still in force; one that is not is shown as out of date.
    #[must_use]
    pub const fn freshness(&self) -> Freshness {
        self.freshness
    }
}

/// Verifies a manifest under the catalogue keys of a registry. `seen_version` is the highest version accepted before.
///
/// # Errors
/// [`VerifyManifestError`].
pub fn verify_manifest(
    envelope: &[u8],
    registry: &Registry,
    seen_version: u64,
    now: u64,
) -> Result<VerifiedManifest, VerifyManifestError> {
    let root = registry
        .catalogue
        .as_ref()
        .ok_or(VerifyManifestError::NoCatalogue)?;
    let payload = root.open(&Envelope::from_json(envelope)?, MANIFEST_TYPE, now)?;
    let manifest: Manifest = serde_json::from_slice(&payload).map_err(|_| VerifyManifestError::Malformed)?;
    if manifest.zone != registry.id {
        return Err(VerifyManifestError::OtherZone);
    }
    let least = seen_version.max(root.min_version);
    if manifest.version < least {
        return Err(VerifyManifestError::Rollback {
            version: manifest.version,
            least,
        });
    }
    if manifest.issued_at > now.saturating_add(300) {
        return Err(VerifyManifestError::NotYetIssued {
            issued_at: manifest.issued_at,
        });
    }
    let mut paths = BTreeSet::new();
    let sound = manifest.shards.iter().all(|shard| {
        is_file_name(&shard.path) && shard.bytes <= MAX_SHARD_BYTES && paths.insert(&shard.path)
    });
    let indexes_sound = manifest.indexes.iter().all(|index| {
        is_file_name(&index.path)
            && index.bytes <= MAX_INDEX_BYTES
            && paths.insert(&index.path)
            && index
                .shards
                .iter()
                .all(|path| manifest.shard(path).is_some_and(|shard| shard.kind == index.kind))
    });
    if !sound || !indexes_sound || manifest.expires_at <= manifest.issued_at {
        return Err(VerifyManifestError::Malformed);
    }
    let freshness = if now < manifest.expires_at {
        Freshness::Current
    } else {
        Freshness::Expired
    };
    Ok(VerifiedManifest { manifest, freshness })
}

/// A plain name in the manifest's own folder.
fn is_file_name(path: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    !path.is_empty() && path.len() <= 128 && !path.starts_with('.') && path.bytes().all(plain)
}
