//! What happened.
//!
//! ## Organization
//! - `activity_page` – search, filter, list, files
//! - `entry_row` – one entry as a row, also on home
//! - `entry_page` – one entry in full: where it stands, note, receipt, speeding up, cancelling
//! - `spending_card` – what was spent month by month
//! - `worth_card` – what the account held day by day
//! - `belongs` – the way to what an entry belongs to
//! - `receipt_card` – the papers of a payment, verified again
//! - `entry_text` – names, states and amounts as text

mod activity_page;
mod belongs;
mod entry_page;
mod entry_row;
mod entry_text;
mod receipt_card;
mod replace_card;
mod spending_card;
mod worth_card;

pub(crate) use activity_page::ActivityPage;
pub(crate) use entry_page::EntryPage;
pub(crate) use entry_row::EntryRow;
