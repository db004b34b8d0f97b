use vault::StoreError;
use wasm_bindgen::JsValue;

use crate::idb_database::{META, get, put};

const KEY: &str = "registry-version";

/// The highest registry version this browser has accepted, 0 at first.
///
/// # Errors
/// [`StoreError`].
pub async fn read_seen_version() -> Result<u64, StoreError> {
    let value = get(META, KEY).await?;
    Ok(value.as_string().and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// Remembers an accepted version, so that an older one is refused from now on.
///
/// # Errors
/// [`StoreError`].
pub async fn write_seen_version(version: u64) -> Result<(), StoreError> {
    put(META, &[(KEY, JsValue::from_str(&version.to_string()))]).await
}
