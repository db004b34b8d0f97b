use serde::{Deserialize, Serialize};
use vault::StoreError;
use wasm_bindgen::JsValue;

use crate::idb_database::{JOURNAL, get, put};

/// A signed payment, kept before it is sent, so that whatever breaks afterwards, the same payment is sent again and
/// never another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// The `PAYMENT-SIGNATURE` header, ready to send.
    pub payment_signature: String,
    /// Which entry of `accepts` was paid.
    pub accept_index: usize,
    /// The 402 header that was verified, to verify the papers again.
    pub payment_required: String,
    /// Which account pays.
    pub account: u32,
    /// When it was signed, unix seconds.
    pub signed_at: u64,
    /// Until when the chain would still take it, unix seconds.
    pub valid_before: u64,
    /// The till's reason, when it refused this payment for good.
    pub refused: Option<String>,
    /// The answer of the till, once there is one.
    pub settled: Option<String>,
}

/// The entry of an order, by its pay URL.
///
/// # Errors
/// [`StoreError`].
pub async fn read_journal(pay_url: &str) -> Result<Option<JournalEntry>, StoreError> {
    let text = get(JOURNAL, pay_url).await?.as_string();
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps the entry of an order, durably.
///
/// # Errors
/// [`StoreError`].
pub async fn write_journal(pay_url: &str, entry: &JournalEntry) -> Result<(), StoreError> {
    let text = serde_json::to_string(entry).map_err(|_| StoreError::NotKept)?;
    put(JOURNAL, &[(pay_url, JsValue::from_str(&text))]).await
}
