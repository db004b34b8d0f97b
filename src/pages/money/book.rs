use std::collections::BTreeMap;

use activity::{Contact, ContactBook, EntryKind};
use browser::{WebLock, read_record, write_records};
use deals::SignedPaper;
use key_worker::protocol::{Failure, FileRequest, Request, Response};
use leptos::prelude::Set as _;
use serde::{Deserialize, Serialize};
use sig::{Address, B256, parse_address};
use zeroize::Zeroizing;

use crate::{
    pages::{
        money::{Money, MoneyTrouble},
        wallet::WalletTrouble,
    },
    services::KeyError,
};

const RECORD: &str = "book";
const LOCK: &str = "cryptocity.book";

/// What the owner knows and nobody else: contacts, notes to what happened, identifications, deals with the bank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Book {
    pub(crate) contacts: ContactBook,
    /// By identifier of the entry.
    pub(crate) notes: BTreeMap<String, String>,
    /// By operator and account, see `papers`.
    pub(crate) identities: BTreeMap<String, Identity>,
    /// The newest last.
    pub(crate) bank: Vec<BankDeal>,
}

/// An identification at an operator, begun or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The application.
    pub(crate) application: B256,
    /// Once it was approved.
    pub(crate) credential: Option<SignedPaper>,
}

/// A top-up or cash-out that was begun in this wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BankDeal {
    pub(crate) kind: EntryKind,
    /// The quote's name.
    pub(crate) hash: B256,
    /// The operator's till.
    pub(crate) url: String,
    pub(crate) account: Address,
    /// Until when the quote could be taken, unix seconds.
    pub(crate) expires_at: u64,
    /// Once the asset has moved.
    pub(crate) transaction: Option<B256>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u8,
    contacts: Vec<WrittenContact>,
    notes: BTreeMap<String, String>,
    #[serde(default)]
    identities: BTreeMap<String, Identity>,
    #[serde(default)]
    bank: Vec<BankDeal>,
}

#[derive(Serialize, Deserialize)]
struct WrittenContact {
    name: String,
    address: Address,
    note: String,
}

impl Book {
    /// What is called so: an own account, a contact.
    pub(crate) fn name_of(&self, address: Address) -> Option<String> {
        self.contacts.name_of(address).map(str::to_owned)
    }

    fn write(&self) -> String {
        let contact = |contact: &Contact| WrittenContact {
            name: contact.name.clone(),
            address: contact.address,
            note: contact.note.clone(),
        };
        let written = Written {
            version: 1,
            contacts: self.contacts.all().iter().map(contact).collect(),
            notes: self.notes.clone(),
            identities: self.identities.clone(),
            bank: self.bank.clone(),
        };
        serde_json::to_string(&written).unwrap_or_default()
    }

    fn read(text: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(text).ok()?;
        if written.version != 1 {
            return None;
        }
        let contact = |contact: WrittenContact| Contact {
            name: contact.name,
            address: contact.address,
            note: contact.note,
        };
        Some(Self {
            contacts: ContactBook::restore(written.contacts.into_iter().map(contact).collect()),
            notes: written.notes,
            identities: written.identities,
            bank: written.bank,
        })
    }
}

/// Reads an address as typed or pasted, spaces around it left out.
pub(crate) fn read_address(text: &str) -> Result<Address, sig::AddressError> {
    parse_address(text.trim())
}

impl Money {
    /// Opens the kept book. One of another vault counts as none: nothing here can read it.
    pub(super) async fn load_book(self) -> Result<Book, MoneyTrouble> {
        let Some(sealed) = read_record(RECORD).await.map_err(|_| MoneyTrouble::Storage)? else {
            return Ok(Book::default());
        };
        let request = Request::OpenBook(FileRequest { text: sealed });
        match self.wallet.ask_with(&request, Zeroizing::default()).await {
            Ok((Response::Exported, text)) => Book::read(&text).ok_or(MoneyTrouble::BookUnreadable),
            Err(WalletTrouble::Keys(KeyError::Refused(Failure::VaultReplaced))) => Ok(Book::default()),
            Ok(_) => Err(KeyError::Worker.into()),
            Err(trouble) => Err(trouble.into()),
        }
    }

    /// Changes the book as it is stored now, whichever tab wrote it last, and keeps it.
    pub(crate) async fn edit_book<T>(
        self,
        change: impl FnOnce(&mut Book) -> Result<T, MoneyTrouble>,
    ) -> Result<T, MoneyTrouble> {
        let _alone = WebLock::acquire(LOCK).await;
        let mut book = self.load_book().await?;
        let result = change(&mut book)?;
        let plain = Zeroizing::new(book.write().into_bytes());
        let Response::File(sealed) = self.wallet.ask_with(&Request::SealBook, plain).await?.0 else {
            return Err(KeyError::Worker.into());
        };
        write_records(&[(RECORD.to_owned(), sealed)])
            .await
            .map_err(|_| MoneyTrouble::Storage)?;
        self.book.set(std::sync::Arc::new(book));
        Ok(result)
    }
}
