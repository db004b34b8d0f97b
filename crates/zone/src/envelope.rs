use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sig::{B256, CompactSignature, Digest, PublicKey, Signer, sha256_digest};

/// Larger envelopes are refused before they are parsed.
pub const MAX_ENVELOPE_BYTES: usize = 1024 * 1024;

/// A DSSE envelope: a payload, its type, signatures over both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// Base64 of the payload bytes.
    pub payload: String,
    /// What the payload is.
    pub payload_type: String,
    /// Signatures over the pre-authentication encoding.
    pub signatures: Vec<EnvelopeSignature>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeSignature {
    /// SHA-256 of the compressed public key, 0x-hex. A hint only.
    pub keyid: B256,
    /// Base64 of r ‖ s.
    pub sig: String,
}

/// Why an envelope was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Over [`MAX_ENVELOPE_BYTES`].
    #[error("the document is larger than allowed")]
    TooLarge,
    /// Not JSON of an envelope, or not base64 inside.
    #[error("the document cannot be read")]
    Malformed,
    /// The payload is of another type.
    #[error("the document is a {actual:?}, not the expected kind")]
    PayloadType {
        /// The type it names.
        actual: String,
    },
    /// Too few valid signatures of trusted keys.
    #[error("{valid} of {required} required signatures are valid")]
    Signatures {
        /// How many distinct trusted keys signed.
        valid: usize,
        /// How many are needed.
        required: usize,
    },
}

impl Envelope {
    /// Reads an envelope, its size capped.
    ///
    /// # Errors
    /// [`EnvelopeError::TooLarge`], [`EnvelopeError::Malformed`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        json::from_slice(bytes).map_err(|_| EnvelopeError::Malformed)
    }

    /// Which of the keys signed. Counted by key, so that one key signing twice counts once.
    #[must_use]
    pub fn signers(&self, payload_type: &str, payload: &[u8], keys: &[PublicKey]) -> Vec<PublicKey> {
        let digest = signing_digest(payload_type, payload);
        let signatures: Vec<CompactSignature> = self
            .signatures
            .iter()
            .filter_map(|signature| STANDARD.decode(&signature.sig).ok())
            .filter_map(|bytes| CompactSignature::from_slice(&bytes).ok())
            .collect();
        keys.iter()
            .filter(|key| signatures.iter().any(|s| s.verifies(key, &digest)))
            .copied()
            .collect()
    }

    /// The number that an unverified root names: only for passing it over.
    pub(crate) fn claimed_root_number(&self) -> Option<u32> {
        let payload = STANDARD.decode(&self.payload).ok()?;
        json::from_slice::<crate::RootDocument>(&payload)
            .ok()
            .map(|document| document.number)
    }

    /// The payload bytes, unverified: for tools that show what stands in a document.
    ///
    /// # Errors
    /// [`EnvelopeError::Malformed`].
    pub fn payload_unverified(&self) -> Result<Vec<u8>, EnvelopeError> {
        STANDARD
            .decode(&self.payload)
            .map_err(|_| EnvelopeError::Malformed)
    }

    /// Adds the signature of one more signer over the same payload; one of the same key is replaced.
    pub fn add_signature(&mut self, payload: &[u8], signer: &dyn Signer) {
        let added = sign_envelope(&self.payload_type, payload, &[signer]);
        for signature in added.signatures {
            self.signatures.retain(|old| old.keyid != signature.keyid);
            self.signatures.push(signature);
        }
    }

    /// Checks type and signatures and gives the payload bytes. Nothing of the payload is parsed before that.
    ///
    /// # Errors
    /// [`EnvelopeError`].
    pub fn open(
        &self,
        payload_type: &str,
        keys: &[PublicKey],
        threshold: usize,
    ) -> Result<Vec<u8>, EnvelopeError> {
        if self.payload.len() > MAX_ENVELOPE_BYTES || self.signatures.len() > 16 {
            return Err(EnvelopeError::TooLarge);
        }
        if self.payload_type != payload_type {
            return Err(EnvelopeError::PayloadType {
                actual: self.payload_type.chars().take(80).collect(),
            });
        }
        let payload = STANDARD
            .decode(&self.payload)
            .map_err(|_| EnvelopeError::Malformed)?;
        let valid = self.signers(payload_type, &payload, keys).len();
        let required = threshold.max(1);
        if valid < required {
            return Err(EnvelopeError::Signatures { valid, required });
        }
        Ok(payload)
    }
}

/// Signs a payload with each of the signers.
#[must_use]
pub fn sign_envelope(payload_type: &str, payload: &[u8], signers: &[&dyn Signer]) -> Envelope {
    let digest = signing_digest(payload_type, payload);
    let signatures = signers
        .iter()
        .map(|signer| EnvelopeSignature {
            keyid: signer.public_key().key_id(),
            sig: STANDARD.encode(signer.sign_compact(&digest).to_bytes()),
        })
        .collect();
    Envelope {
        payload: STANDARD.encode(payload),
        payload_type: payload_type.to_string(),
        signatures,
    }
}

/// SHA-256 over DSSE's pre-authentication encoding.
fn signing_digest(payload_type: &str, payload: &[u8]) -> Digest {
    let mut bytes = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    bytes.extend_from_slice(payload);
    sha256_digest(&bytes)
}

#[cfg(test)]
mod tests {
    use k256::ecdsa::SigningKey;

    use super::*;

    fn key(n: u8) -> SigningKey {
        SigningKey::from_slice(&[n; 32]).unwrap()
    }

    fn public(n: u8) -> PublicKey {
        Signer::public_key(&key(n))
    }

    /// The example of the DSSE protocol text.
    #[test]
    fn pre_authentication_encoding() {
        assert_eq!(
            signing_digest("http://example.com/HelloWorld", b"hello world"),
            sha256_digest(b"DSSEv1 29 http://example.com/HelloWorld 11 hello world")
        );
    }

    #[test]
    fn two_of_three() {
        let (a, b) = (key(1), key(2));
        let envelope = sign_envelope("t", b"{}", &[&a, &b]);
        let keys = [public(1), public(2), public(3)];
        assert_eq!(envelope.open("t", &keys, 2), Ok(b"{}".to_vec()));
        assert_eq!(
            envelope.open("t", &keys, 3),
            Err(EnvelopeError::Signatures {
                valid: 2,
                required: 3
            })
        );
        assert_eq!(
            envelope.open("t", &[public(3)], 0),
            Err(EnvelopeError::Signatures {
                valid: 0,
                required: 1
            })
        );
        assert!(matches!(
            envelope.open("u", &keys, 2),
            Err(EnvelopeError::PayloadType { .. })
        ));
    }

    #[test]
    fn one_key_counts_once_and_a_changed_byte_counts_for_nothing() {
        let a = key(1);
        let twice = sign_envelope("t", b"{}", &[&a, &a]);
        let keys = [public(1), public(2)];
        assert_eq!(
            twice.open("t", &keys, 2),
            Err(EnvelopeError::Signatures {
                valid: 1,
                required: 2
            })
        );
        let changed = Envelope {
            payload: STANDARD.encode(b"{ }"),
            ..sign_envelope("t", b"{}", &[&a])
        };
        assert_eq!(
            changed.open("t", &keys, 1),
            Err(EnvelopeError::Signatures {
                valid: 0,
                required: 1
            })
        );
    }

    #[test]
    fn size_is_capped_before_parsing() {
        assert_eq!(
            Envelope::from_json(&[b'['; MAX_ENVELOPE_BYTES + 1]),
            Err(EnvelopeError::TooLarge)
        );
        assert_eq!(
            Envelope::from_json(&[b'['; MAX_ENVELOPE_BYTES]),
            Err(EnvelopeError::Malformed)
        );
    }
}
