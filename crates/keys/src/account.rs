use core::fmt;

use bip32::{ChildNumber, XPrv};
use k256::ecdsa::SigningKey;
use sig::{Address, CompactSignature, Digest, EvmSignature, PublicKey, Signer};
use zeroize::ZeroizeOnDrop;

use crate::Seed;

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

/// The key of one account, `m/44'/60'/0'/0/index` ([BIP-44](https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki)).
pub struct AccountKey {
    index: u32,
    key: SigningKey,
}

impl AccountKey {
    /// Derives the key of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn derive(seed: &Seed, index: u32) -> Result<Self, DeriveAccountError> {
        let child = |number: u32, hardened: bool| {
            ChildNumber::new(number, hardened).map_err(|_| DeriveAccountError::Index(number))
        };
        let path = [
            child(44, true)?,
            child(60, true)?,
            child(0, true)?,
            child(0, false)?,
            child(index, false)?,
        ];
        let root = XPrv::new(seed.expose()).map_err(|_| DeriveAccountError::NoKey)?;
        let derived = path
            .into_iter()
            .try_fold(root, |parent, number| parent.derive_child(number))
            .map_err(|_| DeriveAccountError::NoKey)?;
        Ok(Self {
            index,
            key: derived.private_key().clone(),
        })
    }

    /// The account number in the path.
    #[must_use]
    pub const fn index(&self) -> u32 {
        self.index
    }
}

impl Signer for AccountKey {
    fn sign(&self, digest: &Digest) -> EvmSignature {
        Signer::sign(&self.key, digest)
    }

    fn sign_compact(&self, digest: &Digest) -> CompactSignature {
        self.key.sign_compact(digest)
    }

    fn public_key(&self) -> PublicKey {
        Signer::public_key(&self.key)
    }

    fn address(&self) -> Address {
        Signer::address(&self.key)
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountKey({})", self.index)
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
            "AccountKey(3)"
        );
        assert_eq!(format!("{seed:?}"), "Seed(…)");
    }
}
