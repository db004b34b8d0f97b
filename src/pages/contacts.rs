//! The address book, kept encrypted with the vault.

mod contact_form;
mod contacts_page;

pub(crate) use contacts_page::ContactsPage;
