//! A word that a vault was made here, in `localStorage` and in a cookie: browsers that run short of space take IndexedDB first,
//! and some of them `localStorage` with it.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

const KEY: &str = "cryptocity.vault";
const MADE: &str = "made";
/// For a year, for this origin's pages alone; it says nothing but that there was a vault.
const COOKIE: &str = "cryptocity.vault=made; path=/; max-age=31536000; samesite=strict";

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
    let stored = local_storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let cookies = document()
        .and_then(|document| Reflect::get(&document, &"cookie".into()).ok())
        .and_then(|cookies| cookies.as_string());
    let in_cookie = cookies.is_some_and(|cookies| cookies.contains(KEY));
    if stored.as_deref() == Some(MADE) || in_cookie {
        VaultMarker::Made
    } else {
        VaultMarker::Unknown
    }
}

/// Remembers that a vault was made here, wherever this browser lets it.
pub fn write_vault_marker() {
    // Private windows may refuse either; the marker is a help, not a condition.
    if let Some(storage) = local_storage() {
        let _ = storage.set_item(KEY, MADE);
    }
    if let Some(document) = document() {
        let _ = Reflect::set(&document, &"cookie".into(), &COOKIE.into());
    }
}

fn local_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn document() -> Option<JsValue> {
    Some(web_sys::window()?.document()?.into())
}
