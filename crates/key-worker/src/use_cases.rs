//! One request a file.

pub(crate) mod check_settlement;
pub(crate) mod edit_vault;
mod failures;
pub(crate) mod lock;
pub(crate) mod open_registry;
pub(crate) mod prepare_payment;
pub(crate) mod show_status;
pub(crate) mod sign_payment;
pub(crate) mod unlock;

#[cfg(feature = "wallet")]
pub(crate) mod add_accounts;
#[cfg(feature = "wallet")]
pub(crate) mod add_to_vault;
#[cfg(feature = "wallet")]
pub(crate) mod arrange_accounts;
#[cfg(feature = "wallet")]
pub(crate) mod backup_drill;
#[cfg(feature = "wallet")]
pub(crate) mod change_passkeys;
#[cfg(feature = "wallet")]
pub(crate) mod change_password;
#[cfg(feature = "wallet")]
pub(crate) mod create_vault;
#[cfg(feature = "wallet")]
pub(crate) mod export;
#[cfg(feature = "wallet")]
pub(crate) mod make_words;
#[cfg(feature = "wallet")]
pub(crate) mod preview_accounts;
#[cfg(feature = "wallet")]
pub(crate) mod read_address;
#[cfg(feature = "wallet")]
pub(crate) mod read_backup;
#[cfg(feature = "wallet")]
pub(crate) mod read_keystore;
#[cfg(feature = "wallet")]
pub(crate) mod read_private_key;
#[cfg(feature = "wallet")]
pub(crate) mod read_words;
#[cfg(feature = "wallet")]
pub(crate) mod suggest_words;
#[cfg(feature = "wallet")]
pub(crate) mod wallet_failures;
