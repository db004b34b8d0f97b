//! What a signature would do, on screen: decoded by the key worker from the exact bytes, in words of the reader's
//! language.
//!
//! ## Organization
//! - `statement_text` – every headline, label, value and warning as text; golden tests bind bytes to it
//! - `statement_view` – the same as a component
//! - `sign_page` – a message or typed data, pasted or by link
//! - `prove_page` – an operator asks whose address this is

mod prove_page;
mod sign_page;
mod statement_text;
mod statement_view;

pub(crate) use prove_page::ProvePage;
pub(crate) use sign_page::{Progressing, SignPage};
pub(crate) use statement_view::StatementView;
