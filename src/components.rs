//! Pieces without domain words.

mod alert;
mod language_switch;
mod password_field;
mod spinner_text;

pub use alert::Alert;
pub use language_switch::LanguageSwitch;
pub use password_field::{PasswordField, take_password, take_text};
pub use spinner_text::BusyText;
