use vault::StoreError;
use wasm_bindgen::JsValue;

use crate::idb_database::{META, get, put};

fn key(origin: &str) -> String {
    format!("payee {origin}")
}

/// Who was paid at an origin last (BIN), if anybody.
///
/// # Errors
/// [`StoreError`].
pub async fn read_payee(origin: &str) -> Result<Option<String>, StoreError> {
    Ok(get(META, &key(origin)).await?.as_string())
}

/// Remembers who was paid at an origin.
///
/// # Errors
/// [`StoreError`].
pub async fn write_payee(origin: &str, payee: &str) -> Result<(), StoreError> {
    put(META, &[(&key(origin), JsValue::from_str(payee))]).await
}
