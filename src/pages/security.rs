//! The settings about keys: locking, password, passkeys, backup, accounts.

mod accounts;
mod auto_lock;
mod backup;
mod change_password;
mod drill;
mod export_key;
mod import;
mod links;
mod lock_warning;
mod owner;
mod passkeys;
mod recovery_sheet;
mod reminder;
mod save_encrypted;
mod security_page;
mod session_policy;
mod show_words;

pub(crate) use accounts::AccountsPage;
pub(crate) use auto_lock::{AutoLock, provide_auto_lock};
pub(crate) use backup::BackupPage;
pub(crate) use links::SecurityLinks;
pub(crate) use lock_warning::LockWarning;
pub(crate) use owner::{FormNotes, FormState, OwnerForm, prove_owner};
pub(crate) use passkeys::PasskeyUnlock;
pub(crate) use recovery_sheet::RecoverySheetPage;
pub(crate) use reminder::BackupReminder;
pub(crate) use security_page::SecurityPage;
