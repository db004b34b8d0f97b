//! A word in `localStorage` that a vault was made here: the only sign left when the browser has erased IndexedDB.

const KEY: &str = "cryptocity.vault";
const MADE: &str = "made";

/// Whether this browser ever had a vault, as far as anything remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultMarker {
    /// A vault was made or restored here.
    Made,
    /// Nothing is remembered.
    Unknown,
}

/// Reads the marker.
#[must_use]
pub fn read_vault_marker() -> VaultMarker {
    match local_storage().and_then(|storage| storage.get_item(KEY).ok().flatten()) {
        Some(value) if value == MADE => VaultMarker::Made,
        _ => VaultMarker::Unknown,
    }
}

/// Remembers that a vault was made here. Without `localStorage` nothing is remembered.
pub fn write_vault_marker() {
    if let Some(storage) = local_storage() {
        // Private windows may refuse; the marker is a help, not a condition.
        let _ = storage.set_item(KEY, MADE);
    }
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
