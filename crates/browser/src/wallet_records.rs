//! What the wallet remembers of the chain and of its owner's doings: small texts by key. Anybody with the device may read
//! them, except what was encrypted before.

use vault::StoreError;
use wasm_bindgen::JsValue;

use crate::{
    JournalEntry, Json,
    idb_database::{JOURNAL, META, get, get_all, put},
};

const PREFIX: &str = "wallet/";

/// Reads a record.
///
/// # Errors
/// [`StoreError`].
pub async fn read_record(key: &str) -> Result<Option<String>, StoreError> {
    Ok(get(META, &format!("{PREFIX}{key}")).await?.as_string())
}

/// Reads all records whose keys begin so.
///
/// # Errors
/// [`StoreError`].
pub async fn read_records(prefix: &str) -> Result<Vec<String>, StoreError> {
    let found = get_all(META, &format!("{PREFIX}{prefix}")).await?;
    Ok(found
        .into_iter()
        .filter_map(|(_, value)| value.as_string())
        .collect())
}

/// Writes records durably, all of them or none.
///
/// # Errors
/// [`StoreError`].
pub async fn write_records(records: &[(String, String)]) -> Result<(), StoreError> {
    let keyed: Vec<(String, JsValue)> = records
        .iter()
        .map(|(key, text)| (format!("{PREFIX}{key}"), JsValue::from_str(text)))
        .collect();
    let entries: Vec<(&str, JsValue)> = keyed
        .iter()
        .map(|(key, text)| (key.as_str(), text.clone()))
        .collect();
    put(META, &entries).await
}

/// All payments that the pay page has journalled, with the hashes of their orders. One that cannot be read is left out:
/// this is for looking back, never for deciding whether something was paid.
///
/// # Errors
/// [`StoreError`].
pub async fn read_payments() -> Result<Vec<(String, JournalEntry)>, StoreError> {
    let found = get_all(JOURNAL, "0x").await?;
    let read = |(order, value): (String, JsValue)| {
        let entry = JournalEntry::from_json(&Json::parse(&value.as_string()?)?)?;
        Some((order, entry))
    };
    Ok(found.into_iter().filter_map(read).collect())
}
