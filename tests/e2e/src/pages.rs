//! What the pages are made of and how people go through them.
//!
//! ## Organization
//! - `wallet` – onboarding, home
//! - `cafe` – the demo merchant's page
//! - `deposit` – deposits for homes
//! - `pay` – the pay page, in its popup
//! - `till` – the pages of the merchant's till

mod cafe;
mod deposit;
mod pay;
mod till;
mod wallet;

pub use cafe::CafePage;
pub use deposit::DepositPages;
pub use pay::{Paid, PayPage};
pub use till::TillPage;
pub use wallet::WalletPage;
