mod build;
mod catalogue_files;
mod diff;
mod import_osm;
mod inspect;
mod keys;
mod merchants;
mod verify;

pub(crate) use build::build;
pub(crate) use catalogue_files::generate_zone;
pub use catalogue_files::write_catalogue;
pub(crate) use diff::diff;
pub(crate) use import_osm::import_osm;
pub(crate) use inspect::inspect;
pub(crate) use keys::{new_key, rotate, sign};
pub(crate) use merchants::{appeal, reinstate, revoke, suspend};
pub(crate) use verify::{read_root, verify};
