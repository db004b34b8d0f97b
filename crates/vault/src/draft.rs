use alloc::{vec, vec::Vec};
use core::fmt;

use keys::{DeriveAccountError, Mnemonic, Passphrase, PrivateKey};
use sig::Address;

use crate::{
    AccountEntry, AccountOrigin, SourceEntry, SourceKind,
    secrets::{Source, SourceSecret},
};

/// Sources and accounts that are in no vault yet: made, typed or read from a file.
pub struct VaultDraft {
    pub(crate) sources: Vec<Source>,
    pub(crate) entries: Vec<SourceEntry>,
    pub(crate) accounts: Vec<AccountEntry>,
}

impl fmt::Debug for VaultDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultDraft(…)")
    }
}

impl VaultDraft {
    /// A phrase with its account `index`.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn from_words(
        mnemonic: Mnemonic,
        passphrase: Option<Passphrase>,
        index: u32,
    ) -> Result<Self, DeriveAccountError> {
        let source = Source::new(0, SourceSecret::Words { mnemonic, passphrase });
        let address = match source.branch()? {
            Some(branch) => branch.address(index)?,
            None => return Err(DeriveAccountError::NoKey),
        };
        let origin = AccountOrigin::Words { source: 0, index };
        Ok(Self::of(source, SourceKind::Words, address, origin))
    }

    /// An imported key.
    #[must_use]
    pub fn from_private_key(key: PrivateKey) -> Self {
        let address = key.address();
        let source = Source::new(0, SourceSecret::PrivateKey(key));
        let origin = AccountOrigin::PrivateKey { source: 0 };
        Self::of(source, SourceKind::PrivateKey, address, origin)
    }

    /// An address without a key.
    #[must_use]
    pub fn from_address(address: Address) -> Self {
        Self {
            sources: Vec::new(),
            entries: Vec::new(),
            accounts: vec![account(address, AccountOrigin::Watch)],
        }
    }

    fn of(source: Source, kind: SourceKind, address: Address, origin: AccountOrigin) -> Self {
        Self {
            sources: vec![source],
            entries: vec![SourceEntry {
                number: 0,
                kind,
                proven_at: None,
            }],
            accounts: vec![account(address, origin)],
        }
    }

    /// The addresses, in order.
    pub fn addresses(&self) -> impl Iterator<Item = Address> {
        self.accounts.iter().map(|account| account.address)
    }

    /// The accounts a phrase of this draft would have at these numbers, to look for used ones; empty without a phrase.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn preview(
        &self,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Result<Vec<(u32, Address)>, DeriveAccountError> {
        let Some(source) = self.sources.first() else {
            return Ok(Vec::new());
        };
        preview(source, numbers)
    }

    /// Gives a phrase that was just made a passphrase, or takes it away: its accounts become the first one of that wallet.
    ///
    /// # Errors
    /// [`DeriveAccountError`]; `NoKey` without a phrase.
    pub fn set_passphrase(&mut self, passphrase: Option<Passphrase>) -> Result<(), DeriveAccountError> {
        let first = self.sources.first().map(|source| &source.secret);
        let Some(SourceSecret::Words { .. }) = first else {
            return Err(DeriveAccountError::NoKey);
        };
        if let Some(SourceSecret::Words { mnemonic, .. }) = self.sources.pop().map(|source| source.secret) {
            *self = Self::from_words(mnemonic, passphrase, 0)?;
        }
        Ok(())
    }

    /// Notes that the owner has the phrase written down: they have just typed it.
    pub fn note_proven(&mut self, at: u64) {
        for entry in &mut self.entries {
            if entry.kind == SourceKind::Words {
                entry.proven_at = Some(at);
            }
        }
    }

    /// Adds account `index` of the draft's phrase, unless it is there.
    ///
    /// # Errors
    /// [`DeriveAccountError`]; `NoKey` without a phrase.
    pub fn add_account(&mut self, index: u32) -> Result<(), DeriveAccountError> {
        let source = self.sources.first().ok_or(DeriveAccountError::NoKey)?;
        let branch = source.branch()?.ok_or(DeriveAccountError::NoKey)?;
        let address = branch.address(index)?;
        if !self.accounts.iter().any(|account| account.address == address) {
            let number = self
                .accounts
                .iter()
                .map(|account| account.number + 1)
                .max()
                .unwrap_or(0);
            let origin = AccountOrigin::Words {
                source: source.number,
                index,
            };
            self.accounts.push(AccountEntry {
                number,
                ..account(address, origin)
            });
        }
        Ok(())
    }
}

pub(crate) fn preview(
    source: &Source,
    numbers: impl IntoIterator<Item = u32>,
) -> Result<Vec<(u32, Address)>, DeriveAccountError> {
    let Some(branch) = source.branch()? else {
        return Ok(Vec::new());
    };
    numbers
        .into_iter()
        .map(|index| branch.address(index).map(|address| (index, address)))
        .collect()
}

const fn account(address: Address, origin: AccountOrigin) -> AccountEntry {
    AccountEntry {
        number: 0,
        address,
        origin,
        name: None,
        hidden: false,
    }
}
