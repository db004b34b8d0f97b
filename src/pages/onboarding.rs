//! From nothing to an open wallet, and what else is read in: words, files, keys.
//!
//! ## Organization
//! - `start` – the first page; `create` – new words; `restore` – what somebody has already
//! - `words_form`, `word_help`, `typed_words` – words typed in, with suggestions and the wrong one marked
//! - `file_form`, `key_form` – a backup or keystore file, a private key
//! - `discovery` – looks for accounts that were used
//! - `choose_password`, `strength_note` – the password, with advice

mod choose_password;
mod create;
mod discovery;
mod file_form;
mod key_form;
mod passphrase_note;
mod restore;
mod start;
mod strength_note;
mod typed_words;
mod word_help;
mod words_form;

pub(crate) use create::{CreatePage, show_words};
pub(crate) use discovery::Discovery;
pub(crate) use file_form::FileForm;
pub(crate) use key_form::KeyForm;
pub(crate) use restore::RestorePage;
pub(crate) use start::StartPage;
pub(crate) use strength_note::StrengthNote;
pub(crate) use words_form::WordsForm;
