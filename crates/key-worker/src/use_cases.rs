//! One request a file.

pub(crate) mod check_settlement;
pub(crate) mod create_vault;
mod failures;
pub(crate) mod lock;
pub(crate) mod make_words;
pub(crate) mod open_registry;
pub(crate) mod prepare_payment;
pub(crate) mod read_words;
pub(crate) mod show_status;
pub(crate) mod sign_payment;
pub(crate) mod unlock;
