use crate::{Envelope, EnvelopeError, REGISTRY_TYPE, Registry, Status, TrustRoot};

/// Why a registry was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyRegistryError {
    /// Size, type or signatures.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Well signed, but not readable by this version of the wallet.
    #[error("the registry cannot be read")]
    Malformed,
    /// Older than one seen before.
    #[error("version {version} is older than {seen}, seen before")]
    Rollback {
        /// The version offered.
        version: u64,
        /// The highest version seen.
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
}

impl VerifiedRegistry {
    /// The content.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Whether it is in force.
    #[must_use]
    pub const fn freshness(&self) -> Freshness {
        self.freshness
    }
}

const CLOCK_TOLERANCE_SECONDS: u64 = 300;

/// Verifies a registry: signatures of the root, then content, then version and dates.
/// `seen_version` is the highest version this wallet has accepted before, 0 at first.
///
/// # Errors
/// [`VerifyRegistryError`].
pub fn verify_registry(
    envelope: &[u8],
    root: &TrustRoot,
    seen_version: u64,
    now: u64,
) -> Result<VerifiedRegistry, VerifyRegistryError> {
    let payload = Envelope::from_json(envelope)?.open(REGISTRY_TYPE, &root.keys, root.threshold)?;
    let registry: Registry = serde_json::from_slice(&payload).map_err(|_| VerifyRegistryError::Malformed)?;
    if registry.status == Status::Official && root.has_demo_key() {
        return Err(VerifyRegistryError::DemoKeys);
    }
    if registry.version < seen_version {
        return Err(VerifyRegistryError::Rollback {
            version: registry.version,
            seen: seen_version,
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
    Ok(VerifiedRegistry { registry, freshness })
}
