use alloc::{format, vec::Vec};
use core::fmt;

use alloy_primitives::{B256, keccak256};
use alloy_sol_types::{Eip712Domain, SolStruct};
use sha2::{Digest as _, Sha256};

/// The 32 bytes that a signature covers. Made only by the functions of this module, so that nothing
/// signs bytes a page handed in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(B256);

impl Digest {
    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0.0
    }

    /// The bytes as a hash, for display and storage.
    #[must_use]
    pub const fn to_b256(self) -> B256 {
        self.0
    }

    /// Takes the signing hash of a transaction, as `chain` computes it from the transaction's fields.
    #[must_use]
    pub const fn of_transaction(signature_hash: B256) -> Self {
        Self(signature_hash)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.0)
    }
}

/// The digest of a personal message ([EIP-191](https://eips.ethereum.org/EIPS/eip-191), version 0x45).
#[must_use]
pub fn personal_message_digest(message: &[u8]) -> Digest {
    let prefix = format!("\x19Ethereum Signed Message:\n{}", message.len());
    let mut bytes = Vec::with_capacity(prefix.len() + message.len());
    bytes.extend_from_slice(prefix.as_bytes());
    bytes.extend_from_slice(message);
    Digest(keccak256(bytes))
}

/// The digest of typed data ([EIP-712](https://eips.ethereum.org/EIPS/eip-712)).
#[must_use]
pub fn typed_data_digest<T: SolStruct>(data: &T, domain: &Eip712Domain) -> Digest {
    Digest(data.eip712_signing_hash(domain))
}

/// The digest of typed data whose domain and message were hashed elsewhere by EIP-712's rules.
#[must_use]
pub fn digest_of_hashes(domain_separator: B256, message: B256) -> Digest {
    let mut bytes = [0; 66];
    bytes[0] = 0x19;
    bytes[1] = 0x01;
    bytes[2..34].copy_from_slice(domain_separator.as_slice());
    bytes[34..].copy_from_slice(message.as_slice());
    Digest(keccak256(bytes))
}

/// The EIP-712 domain separator, to compare with a contract's `DOMAIN_SEPARATOR()`.
#[must_use]
pub fn domain_separator(domain: &Eip712Domain) -> B256 {
    domain.separator()
}

/// SHA-256 of a message, for DSSE envelopes.
#[must_use]
pub fn sha256_digest(message: &[u8]) -> Digest {
    Digest(B256::from_slice(&Sha256::digest(message)))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{address, b256};
    use alloy_sol_types::{eip712_domain, sol};

    use super::*;

    sol! {
        struct Person { string name; address wallet; }
        struct Mail { Person from; Person to; string contents; }
    }

    /// The worked example in the text of EIP-712.
    #[test]
    fn the_mail_example_of_eip_712() {
        let domain = eip712_domain! {
            name: "Ether Mail", version: "1", chain_id: 1,
            verifying_contract: address!("CcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"),
        };
        let mail = Mail {
            from: Person {
                name: "Cow".into(),
                wallet: address!("CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
            },
            to: Person {
                name: "Bob".into(),
                wallet: address!("bBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
            },
            contents: "Hello, Bob!".into(),
        };
        assert_eq!(
            domain_separator(&domain),
            b256!("f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f")
        );
        assert_eq!(
            typed_data_digest(&mail, &domain).to_b256(),
            b256!("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2")
        );
    }

    #[test]
    fn the_length_in_eip_191_is_counted_in_bytes() {
        assert_eq!(
            personal_message_digest(b"hello").to_b256(),
            b256!("50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750")
        );
        assert_ne!(
            personal_message_digest("сәлем".as_bytes()),
            personal_message_digest(b"hello")
        );
    }
}
