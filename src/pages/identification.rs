//! Being identified at an operator: once, for a credential that says nothing of the person.
//!
//! ## Organization
//! - `page` – which operator, and how one is identified there; `form` – what is asked; `apply` – sealing, proving, sending
//! - `link` – the way here from a deal that needs it, and back

mod apply;
mod form;
mod link;
mod page;

pub(crate) use link::{IdentifyLink, is_unknown_person, needs_identification};
pub(crate) use page::IdentificationPage;
