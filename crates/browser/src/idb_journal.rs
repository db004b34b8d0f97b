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
    /// What it is paid in (CAIP-19).
    pub asset: String,
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

/// The entry of an order, by its hash in 0x-hex.
///
/// # Errors
/// [`StoreError`]; an entry that cannot be read is a payment that may have been made, never "none".
pub async fn read_journal(order_hash: &str) -> Result<Option<JournalEntry>, StoreError> {
    read(order_hash).await
}

/// The entry of an order, by the pay URL it was paid at, before the order itself is known.
///
/// # Errors
/// [`StoreError`].
pub async fn find_journal(pay_url: &str) -> Result<Option<(String, JournalEntry)>, StoreError> {
    let Some(order_hash) = read::<String>(pay_url).await? else {
        return Ok(None);
    };
    Ok(read(&order_hash).await?.map(|entry| (order_hash, entry)))
}

/// Keeps the entry of an order under its hash, and the hash under the pay URL, durably and together.
///
/// # Errors
/// [`StoreError`].
pub async fn write_journal(order_hash: &str, pay_url: &str, entry: &JournalEntry) -> Result<(), StoreError> {
    let text = serde_json::to_string(entry).map_err(|_| StoreError::NotKept)?;
    let alias = serde_json::to_string(order_hash).map_err(|_| StoreError::NotKept)?;
    put(
        JOURNAL,
        &[
            (order_hash, JsValue::from_str(&text)),
            (pay_url, JsValue::from_str(&alias)),
        ],
    )
    .await
}

async fn read<T: serde::de::DeserializeOwned>(key: &str) -> Result<Option<T>, StoreError> {
    let text = get(JOURNAL, key).await?.as_string();
    text.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Damaged))
        .transpose()
}
