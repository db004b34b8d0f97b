//! Pieces without domain words. All of them stand side by side, in every state, on `/gallery` of development builds.

mod alert;
mod arming;
mod copy_button;
mod dialog;
mod feedback;
mod field;
mod icon;
mod item;
mod language_switch;
mod nav;
mod page;
mod password_field;
mod qr;
mod spinner_text;
mod stepper;
mod tabs;
mod toast;
mod virtual_list;

pub use alert::Alert;
pub use arming::arm_after_a_while;
pub use copy_button::CopyButton;
pub use dialog::Dialog;
pub use feedback::{Empty, Notice, Progress, Skeleton, Tone};
pub use field::{AmountField, Field, SelectField, TextField, describes};
pub use icon::{Glyph, Icon};
pub use item::Item;
pub use language_switch::LanguageSwitch;
pub use nav::{NavBar, NavPlace, Section};
pub use page::{Page, provide_page_focus};
pub use password_field::{PasswordField, take_password, take_text};
pub use qr::Qr;
pub use spinner_text::BusyText;
pub use stepper::{Step, Stepper};
pub use tabs::Tabs;
pub use toast::{ToastArea, Toasts, provide_toasts};
pub use virtual_list::VirtualList;
