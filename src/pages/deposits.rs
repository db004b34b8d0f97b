//! Deposits for finished homes: agreed, signed by three, paid in, ended. Buyer, seller and notary use the same pages.
//!
//! ## Organization
//! - `office` – registry rules and the operator's desk; `trouble` – what can go wrong; `words` – names of things
//! - `list_page`, `new_page`, `deposit_page`, `document_page` – the addresses
//! - `listed_home` – a home found in the zone's catalogue
//! - `join` – the seller; `person_fields`, `review_fields` – forms; `sign_dialog` – every signature
//! - `phase` – where a deposit is; `timeline`, `what_if`, `legal_steps`, `share`, `remove_proposal`, `demo_roles` – parts of pages
//! - `home_card` – the deposits on the home page

mod demo_roles;
mod deposit_page;
mod document_page;
mod home_card;
mod join;
mod legal_steps;
mod list_page;
mod listed_home;
mod missing_fields;
mod new_page;
mod office;
mod person_fields;
mod phase;
mod remove_proposal;
mod review_fields;
mod share;
mod sign_dialog;
mod timeline;
mod trouble;
mod typed_home;
mod what_if;
mod words;
mod your_turn;

pub(crate) use deposit_page::DepositPage;
pub(crate) use document_page::DepositDocumentPage;
pub(crate) use home_card::HomeDeposits;
pub(crate) use list_page::DepositsPage;
pub(crate) use new_page::NewDepositPage;
