use core::fmt;

use bip32::{ChildNumber, XPrv};
use sig::{Address, Signer as _};

use crate::{AccountKey, DeriveAccountError, Seed};

/// `m/44'/60'/0'/0`, from which every account is one step away: fifty accounts cost fifty steps and not 250.
pub struct AccountBranch(XPrv);

impl AccountBranch {
    /// Derives the branch of a seed.
    ///
    /// # Errors
    /// [`DeriveAccountError::NoKey`].
    pub fn derive(seed: &Seed) -> Result<Self, DeriveAccountError> {
        let root = XPrv::new(seed.expose()).map_err(|_| DeriveAccountError::NoKey)?;
        [(44, true), (60, true), (0, true), (0, false)]
            .into_iter()
            .try_fold(root, |parent, (number, hardened)| {
                let child =
                    ChildNumber::new(number, hardened).map_err(|_| DeriveAccountError::Index(number))?;
                parent.derive_child(child).map_err(|_| DeriveAccountError::NoKey)
            })
            .map(Self)
    }

    /// The key of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn account(&self, index: u32) -> Result<AccountKey, DeriveAccountError> {
        let number = ChildNumber::new(index, false).map_err(|_| DeriveAccountError::Index(index))?;
        let child = self
            .0
            .derive_child(number)
            .map_err(|_| DeriveAccountError::NoKey)?;
        Ok(AccountKey::of(child.private_key().clone()))
    }

    /// The address of account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn address(&self, index: u32) -> Result<Address, DeriveAccountError> {
        self.account(index).map(|key| key.address())
    }
}

impl fmt::Debug for AccountBranch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountBranch(…)")
    }
}
