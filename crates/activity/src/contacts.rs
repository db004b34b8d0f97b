use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use sig::{Address, parse_address};

use crate::{NameRisk, judge_name};

/// Larger books are not read.
const MOST: usize = 10_000;
const LONGEST_NAME: usize = 64;
const LONGEST_NOTE: usize = 500;

/// Somebody the owner knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// What the owner calls them.
    pub name: String,
    /// Their address.
    pub address: Address,
    /// The owner's note.
    #[serde(default)]
    pub note: String,
}

/// Why a contact or a file of contacts was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// No name, or one that is too long.
    #[error("a name has 1 to 64 characters")]
    NameLength,
    /// The note is too long.
    #[error("a note has at most 500 characters")]
    NoteLength,
    /// The name holds characters that mislead, or mixes alphabets inside a word.
    #[error("the name misleads")]
    MisleadingName,
    /// Another contact has this name, or one that looks the same.
    #[error("looks like the contact {0}")]
    SameName(String),
    /// The book is full.
    #[error("too many contacts")]
    Full,
    /// Not a file of contacts.
    #[error("not a file of contacts")]
    Malformed,
    /// An address in the file is none or has a wrong checksum.
    #[error("{0} is not an address")]
    Address(String),
}

/// The address book. Kept encrypted with the vault.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactBook(Vec<Contact>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u8,
    contacts: Vec<Written>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    address: String,
    #[serde(default)]
    note: String,
}

impl ContactBook {
    /// A book whose contacts were checked when they were put into it.
    #[must_use]
    pub fn restore(mut contacts: Vec<Contact>) -> Self {
        contacts.truncate(MOST);
        contacts.sort_by(|a, b| a.name.cmp(&b.name));
        Self(contacts)
    }

    /// All contacts, by name.
    #[must_use]
    pub fn all(&self) -> &[Contact] {
        &self.0
    }

    /// The name of an address.
    #[must_use]
    pub fn name_of(&self, address: Address) -> Option<&str> {
        self.0
            .iter()
            .find(|contact| contact.address == address)
            .map(|contact| contact.name.as_str())
    }

    /// Adds a contact, or changes the one with the same address.
    ///
    /// # Errors
    /// [`ContactError`]; the book stays as it was.
    pub fn put(&mut self, contact: Contact) -> Result<(), ContactError> {
        let length = contact.name.trim().chars().count();
        if length == 0 || length > LONGEST_NAME {
            return Err(ContactError::NameLength);
        }
        if contact.note.chars().count() > LONGEST_NOTE {
            return Err(ContactError::NoteLength);
        }
        let others = self
            .0
            .iter()
            .filter(|other| other.address != contact.address)
            .map(|other| other.name.as_str());
        match judge_name(&contact.name, others) {
            NameRisk::None => {}
            NameRisk::Misleading | NameRisk::MixedScripts => return Err(ContactError::MisleadingName),
            NameRisk::LooksLike(name) => return Err(ContactError::SameName(name)),
        }
        if let Some(same) = self.0.iter_mut().find(|other| other.address == contact.address) {
            *same = contact;
        } else if self.0.len() < MOST {
            self.0.push(contact);
        } else {
            return Err(ContactError::Full);
        }
        self.0.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// Removes a contact.
    pub fn remove(&mut self, address: Address) {
        self.0.retain(|contact| contact.address != address);
    }

    /// The book as a file.
    #[must_use]
    pub fn export(&self) -> String {
        let contacts = self.0.iter().map(|contact| Written {
            name: contact.name.clone(),
            address: contact.address.to_checksum(None),
            note: contact.note.clone(),
        });
        let file = File {
            version: 1,
            contacts: contacts.collect(),
        };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// Adds the contacts of a file; all of them or none. A contact that is there already is changed.
    ///
    /// # Errors
    /// [`ContactError`]; the book stays as it was.
    pub fn import(&mut self, text: &str) -> Result<usize, ContactError> {
        let file: File = serde_json::from_str(text).map_err(|_| ContactError::Malformed)?;
        if file.version != 1 {
            return Err(ContactError::Malformed);
        }
        let mut imported = self.clone();
        let count = file.contacts.len();
        for written in file.contacts {
            let address = parse_address(&written.address)
                .map_err(|_| ContactError::Address(written.address.clone()))?;
            imported.put(Contact {
                name: written.name,
                address,
                note: written.note,
            })?;
        }
        *self = imported;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, byte: u8) -> Contact {
        Contact {
            name: name.into(),
            address: Address::repeat_byte(byte),
            note: String::new(),
        }
    }

    #[test]
    fn the_file_reads_back_and_a_bad_one_changes_nothing() {
        let mut book = ContactBook::default();
        book.put(contact("Ержан", 1)).unwrap();
        book.put(contact("Айгүл", 2)).unwrap();
        let mut other = ContactBook::default();
        assert_eq!(other.import(&book.export()), Ok(2));
        assert_eq!(other, book);
        let bad = book.export().replace("0x0202", "0x02");
        assert!(matches!(other.import(&bad), Err(ContactError::Address(_))));
        assert_eq!(other.import("{}"), Err(ContactError::Malformed));
        assert_eq!(
            other.import(r#"{"version":2,"contacts":[]}"#),
            Err(ContactError::Malformed)
        );
        assert_eq!(other, book);
    }

    #[test]
    fn two_contacts_never_look_the_same() {
        let mut book = ContactBook::default();
        book.put(contact("Paypal", 1)).unwrap();
        // Cyrillic а and р.
        assert_eq!(book.put(contact("Раураl", 2)), Err(ContactError::MisleadingName));
        assert_eq!(
            book.put(contact("PAYPAL", 2)),
            Err(ContactError::SameName("Paypal".into()))
        );
        assert_eq!(
            book.put(contact("Pay\u{200b}pal", 2)),
            Err(ContactError::MisleadingName)
        );
        assert_eq!(book.put(contact(" ", 2)), Err(ContactError::NameLength));
        assert_eq!(book.put(contact("Paypal", 1)), Ok(()));
        book.remove(Address::repeat_byte(1));
        assert!(book.all().is_empty());
    }
}
