use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use sig::PublicKey;

use crate::{
    Envelope, EnvelopeError, MAX_ENVELOPE_BYTES, REGISTRY_TYPE, Registry, RotateRootError, Status, TrustRoot,
};

/// A registry's file: its envelope and, beside it, the rotations since the root that builds hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryFile {
    /// The envelope of the registry.
    #[serde(flatten)]
    pub envelope: Envelope,
    /// Envelopes of roots, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<Envelope>,
}

/// The rotations alone: read from the same bytes as the envelope, so that a repeated field is refused there.
#[derive(Deserialize)]
struct Rotations {
    #[serde(default)]
    roots: Vec<Envelope>,
}

/// Why a registry was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyRegistryError {
    /// Size, type or signatures.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Well signed, but not readable by this version of the wallet.
    #[error("the registry cannot be read")]
    Malformed,
    /// A rotation of the keys does not hold.
    #[error(transparent)]
    Root(#[from] RotateRootError),
    /// Older than one seen before, or under keys that were rotated away.
    #[error("version {version} is older than {seen}, seen before")]
    Rollback {
        /// The edition offered.
        version: u64,
        /// The highest edition seen.
        seen: u64,
    },
    /// Issued in the future by more than five minutes: a wrong clock, here or there.
    #[error("the registry is dated {issued_at}, in the future")]
    NotYetIssued {
        /// Unix seconds.
        issued_at: u64,
    },
    /// Publicly known keys cannot sign an official registry.
    #[error("an official registry cannot be signed by demo keys")]
    DemoKeys,
}

/// Whether the rules of a registry may still be acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// In force.
    Current,
    /// Past its date: browsing and receiving go on, paying is refused.
    Expired,
}

/// A registry whose signatures hold.
#[derive(Debug, Clone)]
pub struct VerifiedRegistry {
    registry: Registry,
    freshness: Freshness,
    root: TrustRoot,
    signers: Vec<PublicKey>,
}

impl VerifiedRegistry {
    /// The content.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The root it was verified under, after all rotations.
    #[must_use]
    pub const fn root(&self) -> &TrustRoot {
        &self.root
    }

    /// The keys of the root that signed it.
    #[must_use]
    pub fn signers(&self) -> &[PublicKey] {
        &self.signers
    }

    /// What to remember and to give as `seen_edition` the next time: the root's number, then the version.
    #[must_use]
    pub fn edition(&self) -> u64 {
        edition(&self.root, self.registry.version)
    }

    /// Whether it is in force.
    #[must_use]
    pub const fn freshness(&self) -> Freshness {
        self.freshness
    }
}

const CLOCK_TOLERANCE_SECONDS: u64 = 300;

/// Root number in the upper half, version in the lower: keys that were rotated away cannot outbid newer ones.
fn edition(root: &TrustRoot, version: u64) -> u64 {
    (u64::from(root.number) << 32).saturating_add(version)
}

/// Verifies a registry file: rotations, signatures of the last root, then content, then version and dates.
/// `seen_edition` is the highest [`VerifiedRegistry::edition`] accepted before, 0 at first.
///
/// # Errors
/// [`VerifyRegistryError`].
pub fn verify_registry(
    file: &[u8],
    root: &TrustRoot,
    seen_edition: u64,
    now: u64,
) -> Result<VerifiedRegistry, VerifyRegistryError> {
    if file.len() > MAX_ENVELOPE_BYTES {
        return Err(EnvelopeError::TooLarge.into());
    }
    let envelope = Envelope::from_json(file)?;
    let Rotations { roots } = json::from_slice(file).map_err(|_| EnvelopeError::Malformed)?;
    let root = root.rotate_all(&roots)?;
    let payload = envelope.open(REGISTRY_TYPE, &root.keys, root.threshold)?;
    let registry: Registry = json::from_slice(&payload).map_err(|_| VerifyRegistryError::Malformed)?;
    if registry.status == Status::Official && root.has_demo_key() {
        return Err(VerifyRegistryError::DemoKeys);
    }
    if registry.version > u64::from(u32::MAX) {
        return Err(VerifyRegistryError::Malformed);
    }
    let offered = edition(&root, registry.version);
    if offered < seen_edition {
        return Err(VerifyRegistryError::Rollback {
            version: offered,
            seen: seen_edition,
        });
    }
    if registry.issued_at > now.saturating_add(CLOCK_TOLERANCE_SECONDS) {
        return Err(VerifyRegistryError::NotYetIssued {
            issued_at: registry.issued_at,
        });
    }
    let freshness = if now < registry.expires_at {
        Freshness::Current
    } else {
        Freshness::Expired
    };
    let signers = envelope.signers(REGISTRY_TYPE, &payload, &root.keys);
    Ok(VerifiedRegistry {
        registry,
        freshness,
        root,
        signers,
    })
}
