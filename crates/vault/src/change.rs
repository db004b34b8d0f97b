//! Changes of an open vault. None is stored before the caller has sealed and saved the result.

use alloc::{string::String, vec::Vec};

use keys::DeriveAccountError;

use crate::{
    AccountEntry, AccountOrigin, KdfParameters, PasskeyFacts, PasskeyWrap, Password, PrfOutput, RandomError,
    RandomPort, SealWrapError, SourceEntry, UnlockedVault, VaultDraft,
    secrets::Source,
    wrap::{OpenWrapError, PasswordWrap, Wrap},
};

/// Why an open vault cannot be changed like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeVaultError {
    /// No such account.
    #[error("there is no account {0}")]
    UnknownAccount(u32),
    /// No such source.
    #[error("there is no source {0}")]
    UnknownSource(u32),
    /// No such passkey.
    #[error("there is no such passkey")]
    UnknownPasskey,
    /// The vault has these accounts already.
    #[error("the accounts are there already")]
    AlreadyThere,
    /// More than the vault takes.
    #[error("the vault takes no more than {0}")]
    TooMany(usize),
    /// A name is at most 40 characters.
    #[error("the name is too long")]
    LongName,
    /// The new order does not list every account once.
    #[error("the order does not list every account once")]
    Order,
    /// The last account that is shown stays.
    #[error("one account stays visible")]
    LastAccount,
    /// The account could not be derived.
    #[error(transparent)]
    Derive(#[from] DeriveAccountError),
}

/// Why a new passkey does not count yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddPasskeyError {
    /// No randomness.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The second answer of the passkey opens nothing: it gives another output each time, or another passkey answered.
    #[error("the passkey did not give the same answer twice")]
    Unproven,
    /// Too many, or one that is there already.
    #[error(transparent)]
    Change(#[from] ChangeVaultError),
}

const MOST_ACCOUNTS: usize = 500;
const MOST_SOURCES: usize = 50;
const MOST_PASSKEYS: usize = 10;
const LONGEST_NAME: usize = 40;

impl UnlockedVault {
    /// Adds the sources and accounts of a draft. Accounts that are there are skipped; one that was only looked at gets its
    /// key.
    ///
    /// # Errors
    /// [`ChangeVaultError`].
    pub fn add_draft(&mut self, draft: VaultDraft) -> Result<(), ChangeVaultError> {
        let accounts: Vec<AccountEntry> = draft
            .accounts
            .into_iter()
            .filter(|new| self.is_news(new))
            .collect();
        if accounts.is_empty() {
            return Err(ChangeVaultError::AlreadyThere);
        }
        check_room(self.accounts.len() + accounts.len(), MOST_ACCOUNTS)?;
        check_room(self.sources.len() + draft.sources.len(), MOST_SOURCES)?;
        let offset = self
            .sources
            .iter()
            .map(|source| source.number + 1)
            .max()
            .unwrap_or(0);
        for source in draft.sources {
            self.sources
                .push(Source::new(source.number + offset, source.secret));
        }
        for entry in draft.entries {
            let number = entry.number + offset;
            self.entries.push(SourceEntry { number, ..entry });
        }
        for account in accounts {
            let origin = match account.origin {
                AccountOrigin::Words { source, index } => AccountOrigin::Words {
                    source: source + offset,
                    index,
                },
                AccountOrigin::PrivateKey { source } => AccountOrigin::PrivateKey {
                    source: source + offset,
                },
                AccountOrigin::Watch => AccountOrigin::Watch,
            };
            self.put_account(AccountEntry { origin, ..account });
        }
        Ok(())
    }

    fn is_news(&self, new: &AccountEntry) -> bool {
        match self
            .accounts
            .iter()
            .find(|account| account.address == new.address)
        {
            None => true,
            Some(known) => known.origin == AccountOrigin::Watch && new.origin != AccountOrigin::Watch,
        }
    }

    fn put_account(&mut self, new: AccountEntry) {
        if let Some(known) = self
            .accounts
            .iter_mut()
            .find(|account| account.address == new.address)
        {
            known.origin = new.origin;
            known.hidden = false;
            return;
        }
        let number = self.next_number();
        self.accounts.push(AccountEntry { number, ..new });
    }

    fn next_number(&self) -> u32 {
        self.accounts
            .iter()
            .map(|account| account.number + 1)
            .max()
            .unwrap_or(0)
    }

    /// Adds account `index` of a phrase, the next unused number when `None`. Gives the account's number in the vault.
    ///
    /// # Errors
    /// [`ChangeVaultError`].
    pub fn add_account(&mut self, source: u32, index: Option<u32>) -> Result<u32, ChangeVaultError> {
        check_room(self.accounts.len() + 1, MOST_ACCOUNTS)?;
        let unknown = ChangeVaultError::UnknownSource(source);
        let used = self.accounts.iter().filter_map(|account| match account.origin {
            AccountOrigin::Words { source: of, index } if of == source => Some(index + 1),
            _ => None,
        });
        let index = index.unwrap_or_else(|| used.max().unwrap_or(0));
        let branch = self.source(source).ok_or(unknown)?.branch()?.ok_or(unknown)?;
        let new = AccountEntry {
            number: 0,
            address: branch.address(index)?,
            origin: AccountOrigin::Words { source, index },
            name: None,
            hidden: false,
        };
        if !self.is_news(&new) {
            return Err(ChangeVaultError::AlreadyThere);
        }
        let address = new.address;
        self.put_account(new);
        self.accounts
            .iter()
            .find(|account| account.address == address)
            .map(|account| account.number)
            .ok_or(unknown)
    }

    /// Names an account; an empty name takes it away.
    ///
    /// # Errors
    /// [`ChangeVaultError`].
    pub fn rename_account(&mut self, number: u32, name: &str) -> Result<(), ChangeVaultError> {
        let name = clean_name(name)?;
        self.account_mut(number)?.name = (!name.is_empty()).then_some(name);
        Ok(())
    }

    /// Hides an account or shows it again. It keeps its key.
    ///
    /// # Errors
    /// [`ChangeVaultError`].
    pub fn hide_account(&mut self, number: u32, hidden: bool) -> Result<(), ChangeVaultError> {
        let others = self
            .accounts
            .iter()
            .any(|account| account.number != number && !account.hidden);
        if hidden && !others {
            return Err(ChangeVaultError::LastAccount);
        }
        self.account_mut(number)?.hidden = hidden;
        Ok(())
    }

    /// Puts the accounts in a new order.
    ///
    /// # Errors
    /// [`ChangeVaultError::Order`] unless every number is there once.
    pub fn order_accounts(&mut self, numbers: &[u32]) -> Result<(), ChangeVaultError> {
        let mut sorted = numbers.to_vec();
        sorted.sort_unstable();
        let mut known: Vec<u32> = self.accounts.iter().map(|account| account.number).collect();
        known.sort_unstable();
        if sorted != known {
            return Err(ChangeVaultError::Order);
        }
        let place = |account: &AccountEntry| numbers.iter().position(|number| *number == account.number);
        self.accounts.sort_by_key(place);
        Ok(())
    }

    /// Notes that the owner has proven to have a source written down.
    ///
    /// # Errors
    /// [`ChangeVaultError::UnknownSource`].
    pub fn note_proven(&mut self, source: u32, at: u64) -> Result<(), ChangeVaultError> {
        let entry = self.entries.iter_mut().find(|entry| entry.number == source);
        entry.ok_or(ChangeVaultError::UnknownSource(source))?.proven_at = Some(at);
        Ok(())
    }

    /// Replaces the password.
    ///
    /// # Errors
    /// [`SealWrapError`].
    pub fn set_password(
        &mut self,
        password: &Password,
        kdf: KdfParameters,
        random: &impl RandomPort,
    ) -> Result<(), SealWrapError> {
        let wrap = PasswordWrap::seal(&self.id, &self.data_key, password, kdf, random)?;
        self.wraps.retain(|wrap| wrap.as_password().is_none());
        self.wraps.insert(0, Wrap::Password(wrap));
        Ok(())
    }

    /// Whether the password's wrap has weaker parameters than these.
    #[must_use]
    pub fn needs_stronger_password_wrap(&self, than: &KdfParameters) -> bool {
        self.wraps
            .iter()
            .filter_map(Wrap::as_password)
            .any(|wrap| wrap.kdf.is_weaker_than(than))
    }

    /// Adds a passkey, once a second answer of it has opened what the first one sealed.
    ///
    /// # Errors
    /// [`AddPasskeyError`].
    pub fn add_passkey(
        &mut self,
        facts: &PasskeyFacts,
        first: &PrfOutput,
        second: &PrfOutput,
        random: &impl RandomPort,
    ) -> Result<(), AddPasskeyError> {
        let facts = PasskeyFacts {
            name: clean_name(&facts.name)?,
            ..facts.clone()
        };
        let passkeys = || self.wraps.iter().filter_map(Wrap::as_passkey);
        if passkeys().any(|wrap| wrap.credential == facts.credential) {
            return Err(ChangeVaultError::AlreadyThere.into());
        }
        check_room(passkeys().count() + 1, MOST_PASSKEYS)?;
        let wrap = PasskeyWrap::seal(&self.id, &self.data_key, &facts, first, random)?;
        match wrap.open(&self.id, second) {
            Ok(key) if key.0 == self.data_key.0 => {}
            Ok(_) | Err(OpenWrapError::Closed | OpenWrapError::Record(_) | OpenWrapError::Kdf(_)) => {
                return Err(AddPasskeyError::Unproven);
            }
        }
        self.wraps.push(Wrap::Passkey(wrap));
        Ok(())
    }

    /// Takes a passkey away. The password always stays.
    ///
    /// # Errors
    /// [`ChangeVaultError::UnknownPasskey`].
    pub fn remove_passkey(&mut self, credential: &str) -> Result<(), ChangeVaultError> {
        let before = self.wraps.len();
        self.wraps
            .retain(|wrap| wrap.as_passkey().is_none_or(|wrap| wrap.credential != credential));
        if self.wraps.len() == before {
            return Err(ChangeVaultError::UnknownPasskey);
        }
        Ok(())
    }

    fn account_mut(&mut self, number: u32) -> Result<&mut AccountEntry, ChangeVaultError> {
        self.accounts
            .iter_mut()
            .find(|account| account.number == number)
            .ok_or(ChangeVaultError::UnknownAccount(number))
    }
}

const fn check_room(count: usize, most: usize) -> Result<(), ChangeVaultError> {
    if count > most {
        return Err(ChangeVaultError::TooMany(most));
    }
    Ok(())
}

/// Without control characters and marks that turn the writing direction round.
fn clean_name(name: &str) -> Result<String, ChangeVaultError> {
    let cleaned: String = name
        .trim()
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .collect();
    if cleaned.chars().count() > LONGEST_NAME {
        return Err(ChangeVaultError::LongName);
    }
    Ok(cleaned)
}
