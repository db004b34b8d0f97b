//! Reading codes: with the camera, from a picture, or from a pasted text.
//!
//! ## Organization
//! - `scan_page` – camera, picture, text
//! - `read_code` – what a code asks for, and where that leads
//! - `scanner.js` – the element `<qr-scanner>`, loaded when the page is opened: the browser's own detector, else a decoder
//!   that is loaded then

mod read_code;
mod scan_page;

pub(crate) use scan_page::ScanPage;
