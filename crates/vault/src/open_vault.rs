use alloc::{string::String, vec::Vec};
use core::fmt;

use keys::{AccountKey, DeriveAccountError, Mnemonic, Passphrase};
use sig::{Address, B256};

use crate::{
    AccountEntry, AccountOrigin, RandomError, RandomPort, RecordError, SourceEntry, UnlockVaultError,
    VaultRecord,
    cipher::{self, DataKey},
    draft::preview,
    random::make_bytes,
    record::{FORMAT, decode, decode_array, encode},
    secrets::{Source, SourceSecret, decode_sources, encode_sources},
    wrap::Wrap,
};

/// An open vault: its secrets and the data key. Changes are made here, then sealed into the next record.
pub struct UnlockedVault {
    pub(crate) id: String,
    pub(crate) generation: u64,
    pub(crate) entries: Vec<SourceEntry>,
    pub(crate) accounts: Vec<AccountEntry>,
    pub(crate) wraps: Vec<Wrap>,
    pub(crate) data_key: DataKey,
    pub(crate) sources: Vec<Source>,
}

impl fmt::Debug for UnlockedVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnlockedVault(…)")
    }
}

/// Why an account has no key at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountKeyError {
    /// No such account.
    #[error("there is no account {0}")]
    Unknown(u32),
    /// The account is only looked at.
    #[error("account {0} has no key here")]
    Watch(u32),
    /// Its phrase is of a word list that this build has not, and was sealed without its seed.
    #[error("the phrase of account {0} is of a word list that is not here")]
    WordList(u32),
    /// Derivation failed, or gave another address than the record says.
    #[error("the key of account {0} cannot be derived")]
    Key(u32),
}

impl UnlockedVault {
    /// Decrypts a record with its data key.
    pub(crate) fn decrypt(record: &VaultRecord, data_key: DataKey) -> Result<Self, UnlockVaultError> {
        let nonce: [u8; 24] = decode_array(&record.nonce)?;
        let ciphertext = decode(&record.ciphertext)?;
        let plain = cipher::decrypt(&data_key.0, &nonce, &ciphertext, &record.secrets_aad())
            .ok_or(UnlockVaultError::Closed)?;
        Ok(Self {
            id: record.id.clone(),
            generation: record.generation,
            entries: record.sources.clone(),
            accounts: record.accounts.clone(),
            wraps: record.wraps.clone(),
            // Whoever sealed this had the key: only a newer wallet writes what cannot be read here.
            sources: decode_sources(&plain).ok_or(RecordError::NewerFormat(record.format))?,
            data_key,
        })
    }

    /// Opens a later record of the same vault with the data key at hand, e.g. one that another tab wrote.
    ///
    /// # Errors
    /// [`UnlockVaultError::Closed`] when it is another vault.
    pub fn reopen(&self, record: &VaultRecord) -> Result<Self, UnlockVaultError> {
        if record.id != self.id {
            return Err(UnlockVaultError::Closed);
        }
        let data_key = DataKey::new(self.data_key.0.as_ref()).ok_or(UnlockVaultError::Closed)?;
        Self::decrypt(record, data_key)
    }

    /// The record to store next, one generation on, in today's format.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn seal(&mut self, random: &impl RandomPort) -> Result<VaultRecord, RandomError> {
        let nonce: [u8; 24] = make_bytes(random)?;
        self.generation = self.generation.saturating_add(1);
        let mut record = VaultRecord {
            format: FORMAT,
            id: self.id.clone(),
            generation: self.generation,
            sources: self.entries.clone(),
            accounts: self.accounts.clone(),
            wraps: self.wraps.clone(),
            nonce: encode(&nonce),
            ciphertext: String::new(),
            checksum: B256::ZERO,
        };
        let secrets = encode_sources(&self.sources);
        let sealed = cipher::encrypt(&self.data_key.0, &nonce, &secrets, &record.secrets_aad());
        record.ciphertext = encode(&sealed);
        record.checksum = record.compute_checksum();
        Ok(record)
    }

    /// The vault's name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Which write it was opened from.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The accounts in their owner's order.
    #[must_use]
    pub fn accounts(&self) -> &[AccountEntry] {
        &self.accounts
    }

    /// The sources.
    #[must_use]
    pub fn sources(&self) -> &[SourceEntry] {
        &self.entries
    }

    /// The ways to unlock.
    #[must_use]
    pub fn wraps(&self) -> &[Wrap] {
        &self.wraps
    }

    /// The signing key of an account.
    ///
    /// # Errors
    /// [`AccountKeyError`].
    pub fn account_key(&self, number: u32) -> Result<AccountKey, AccountKeyError> {
        let account = self
            .accounts
            .iter()
            .find(|account| account.number == number)
            .ok_or(AccountKeyError::Unknown(number))?;
        let broken = AccountKeyError::Key(number);
        let key = match account.origin {
            AccountOrigin::Watch => return Err(AccountKeyError::Watch(number)),
            AccountOrigin::PrivateKey { source } => match &self.source(source).ok_or(broken)?.secret {
                SourceSecret::PrivateKey(key) => key.to_account_key(),
                SourceSecret::Words { .. } | SourceSecret::Unlisted(_) => return Err(broken),
            },
            AccountOrigin::Words { source, index } => {
                let source = self.source(source).ok_or(broken)?;
                if matches!(&source.secret, SourceSecret::Unlisted(words) if words.seed().is_none()) {
                    return Err(AccountKeyError::WordList(number));
                }
                let branch = source.branch().ok().flatten().ok_or(broken)?;
                branch.account(index).map_err(|_| broken)?
            }
        };
        if sig::Signer::address(&key) == account.address {
            Ok(key)
        } else {
            Err(broken)
        }
    }

    /// The phrase of a source and its passphrase, `None` for an imported key or an unknown source.
    ///
    /// # Security
    /// For showing to its owner, after fresh authentication.
    #[must_use]
    pub fn words(&self, source: u32) -> Option<(&Mnemonic, Option<&Passphrase>)> {
        match &self.source(source)?.secret {
            SourceSecret::Words { mnemonic, passphrase } => Some((mnemonic, passphrase.as_ref())),
            SourceSecret::PrivateKey(_) | SourceSecret::Unlisted(_) => None,
        }
    }

    /// Whether a phrase was sealed without the seed that a build with fewer word lists needs. Sealing again adds it.
    #[must_use]
    pub fn lacks_seeds(&self) -> bool {
        self.sources.iter().any(|source| source.lacks_seed)
    }

    /// The accounts a phrase would have at these numbers; empty for anything but a phrase.
    ///
    /// # Errors
    /// [`DeriveAccountError`].
    pub fn preview(
        &self,
        source: u32,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Result<Vec<(u32, Address)>, DeriveAccountError> {
        self.source(source)
            .map_or_else(|| Ok(Vec::new()), |source| preview(source, numbers))
    }

    pub(crate) fn source(&self, number: u32) -> Option<&Source> {
        self.sources.iter().find(|source| source.number == number)
    }
}
