use core::fmt;

use k256::ecdsa::SigningKey;
use sig::{Address, CompactSignature, Digest, EvmSignature, PublicKey, Signer};
use zeroize::ZeroizeOnDrop;

use crate::{AccountBranch, PrivateKey, Seed};

/// Why an account key could not be derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeriveAccountError {
    /// Account numbers end at 2^31 - 1.
    #[error("account number {0} is out of range")]
    Index(u32),
    /// The derived scalar is not a key (probability about 2^-127).
    #[error("no key at this account number")]
    NoKey,
}

/// The key of one account: derived, `m/44'/60'/0'/0/index`
/// ([BIP-44](https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki)), or imported.
pub struct AccountKey(SigningKey);

impl AccountKey {
    /// Derives the key of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn derive(seed: &Seed, index: u32) -> Result<Self, DeriveAccountError> {
        AccountBranch::derive(seed)?.account(index)
    }

    pub(crate) const fn of(key: SigningKey) -> Self {
        Self(key)
    }

    /// The bare key, to export it.
    #[must_use]
    pub fn to_private_key(&self) -> PrivateKey {
        PrivateKey::of(&self.0)
    }
}

impl Signer for AccountKey {
    fn sign(&self, digest: &Digest) -> EvmSignature {
        Signer::sign(&self.0, digest)
    }

    fn sign_compact(&self, digest: &Digest) -> CompactSignature {
        self.0.sign_compact(digest)
    }

    fn public_key(&self) -> PublicKey {
        Signer::public_key(&self.0)
    }

    fn address(&self) -> Address {
        Signer::address(&self.0)
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountKey(…)")
    }
}

const fn wipes_itself<T: ZeroizeOnDrop>() {}
const _: () = wipes_itself::<SigningKey>();
const _: () = wipes_itself::<AccountKey>();

impl ZeroizeOnDrop for AccountKey {}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;
    use crate::Mnemonic;

    /// The publicly known accounts that Anvil prints at start.
    #[test]
    fn the_accounts_every_development_node_knows() {
        let words = "test test test test test test test test test test test junk";
        let seed = Mnemonic::parse(words).unwrap().derive_seed();
        for (index, address) in [
            (0, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
            (1, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
            (9, "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720"),
        ] {
            assert_eq!(
                AccountKey::derive(&seed, index).unwrap().address().to_string(),
                address
            );
        }
    }

    #[test]
    fn hardened_numbers_are_not_account_numbers() {
        let seed = Seed::from_bytes(&[7; 64]);
        assert_eq!(
            AccountKey::derive(&seed, 1 << 31).unwrap_err(),
            DeriveAccountError::Index(1 << 31)
        );
        assert_eq!(
            format!("{:?}", AccountKey::derive(&seed, 3).unwrap()),
            "AccountKey(…)"
        );
        assert_eq!(format!("{seed:?}"), "Seed(…)");
    }
}
