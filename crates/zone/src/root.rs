use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use sig::PublicKey;

use crate::{Envelope, EnvelopeError, TrustRoot};

/// The DSSE payload type of a root.
pub const ROOT_TYPE: &str = "application/vnd.cryptocity.root+json";

/// At most this many keys sign for a zone, and at most this many rotations are followed at once.
pub const MAX_ROOT_KEYS: usize = 16;

/// Who signs registries from now on. Numbered; each one is signed by the previous threshold and by its own
/// (The Update Framework, §5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RootDocument {
    /// Which zone.
    pub zone: String,
    /// One more than the previous one's. The root compiled into a build has number 0 unless it says otherwise.
    pub number: u32,
    /// Compressed public keys, 66 hex digits each.
    pub keys: Vec<String>,
    /// How many of them must sign.
    pub threshold: u32,
    /// Unix seconds.
    pub issued_at: u64,
}

/// Why a rotation of keys was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RotateRootError {
    /// Size, type or signatures, of the old keys or of the new ones.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Well signed, but not readable, or with keys that are no keys, twice the same key, or a threshold out of range.
    #[error("the root cannot be read")]
    Malformed,
    /// Not the next number.
    #[error("root {number} does not follow root {trusted}")]
    Number {
        /// The number offered.
        number: u32,
        /// The number trusted.
        trusted: u32,
    },
    /// Publicly known keys would follow secret ones.
    #[error("an official root cannot hand over to demo keys")]
    DemoKeys,
    /// More than [`MAX_ROOT_KEYS`] rotations at once.
    #[error("too many roots")]
    TooMany,
}

impl TrustRoot {
    /// Follows one rotation.
    ///
    /// # Errors
    /// [`RotateRootError`].
    pub fn rotate(&self, envelope: &Envelope) -> Result<Self, RotateRootError> {
        let payload = envelope.open(ROOT_TYPE, &self.keys, self.threshold)?;
        let document: RootDocument = json::from_slice(&payload).map_err(|_| RotateRootError::Malformed)?;
        if Some(document.number) != self.number.checked_add(1) {
            return Err(RotateRootError::Number {
                number: document.number,
                trusted: self.number,
            });
        }
        let next = Self::from_document(&document)?;
        if next.has_demo_key() && !self.has_demo_key() {
            return Err(RotateRootError::DemoKeys);
        }
        envelope.open(ROOT_TYPE, &next.keys, next.threshold)?;
        Ok(next)
    }

    /// Follows several rotations. Those already followed (a build that is newer than the file) are passed over.
    ///
    /// # Errors
    /// [`RotateRootError`].
    pub fn rotate_all(&self, envelopes: &[Envelope]) -> Result<Self, RotateRootError> {
        if envelopes.len() > MAX_ROOT_KEYS {
            return Err(RotateRootError::TooMany);
        }
        let mut trusted = self.clone();
        for envelope in envelopes {
            trusted = match trusted.rotate(envelope) {
                Ok(next) => next,
                Err(RotateRootError::Number { number, .. }) if number <= trusted.number => trusted,
                // A build that starts at a later root does not know the keys of the earlier ones.
                Err(RotateRootError::Envelope(EnvelopeError::Signatures { .. }))
                    if envelope
                        .claimed_root_number()
                        .is_some_and(|number| number <= trusted.number) =>
                {
                    trusted
                }
                Err(error) => return Err(error),
            };
        }
        Ok(trusted)
    }

    /// The root that a document describes, whoever signed it.
    ///
    /// # Errors
    /// [`RotateRootError::Malformed`].
    pub fn from_document(document: &RootDocument) -> Result<Self, RotateRootError> {
        let keys: Vec<PublicKey> = document
            .keys
            .iter()
            .map(|text| PublicKey::from_hex(text))
            .collect::<Result<_, _>>()
            .map_err(|_| RotateRootError::Malformed)?;
        let distinct = keys
            .iter()
            .enumerate()
            .all(|(place, key)| !keys.iter().skip(place + 1).any(|other| other == key));
        let threshold = usize::try_from(document.threshold).map_err(|_| RotateRootError::Malformed)?;
        if !distinct || keys.len() > MAX_ROOT_KEYS || threshold == 0 || threshold > keys.len() {
            return Err(RotateRootError::Malformed);
        }
        Ok(Self {
            number: document.number,
            keys,
            threshold,
        })
    }
}
