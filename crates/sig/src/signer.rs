use alloy_primitives::Address;
use k256::ecdsa::SigningKey;

use crate::{CompactSignature, Digest, EvmSignature, PublicKey};

/// Signs digests with one secp256k1 key. Deterministic (RFC 6979), low-s.
pub trait Signer {
    /// The recoverable signature over a digest.
    fn sign(&self, digest: &Digest) -> EvmSignature;

    /// The 64-byte signature over a digest, for DSSE envelopes.
    fn sign_compact(&self, digest: &Digest) -> CompactSignature;

    /// The public key.
    fn public_key(&self) -> PublicKey;

    /// The Ethereum address of the key.
    fn address(&self) -> Address {
        self.public_key().to_address()
    }
}

impl Signer for SigningKey {
    fn sign(&self, digest: &Digest) -> EvmSignature {
        let (signature, recovery) = self.sign_prehash_recoverable(digest.as_bytes());
        // k256 normalises s, and r is reduced with a probability of about 2^-128.
        EvmSignature::new(signature, recovery).expect("k256 signs low-s with an unreduced r")
    }

    fn sign_compact(&self, digest: &Digest) -> CompactSignature {
        CompactSignature::from(&Signer::sign(self, digest))
    }

    fn public_key(&self) -> PublicKey {
        PublicKey::from(*self.verifying_key())
    }
}
