use vault::StoreError;
use wasm_bindgen::JsValue;

use crate::{
    idb_database::{JOURNAL, get, get_all, put},
    json::{Field, Json, quote, write_json},
};

/// A signed payment, kept before it is sent, so that whatever breaks afterwards, the same payment is sent again and
/// never another one.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl JournalEntry {
    fn to_json(&self) -> String {
        let wide = |number: usize| Field::Whole(u64::try_from(number).unwrap_or(u64::MAX));
        write_json(&[
            ("paymentSignature", Field::Text(&self.payment_signature)),
            ("acceptIndex", wide(self.accept_index)),
            ("asset", Field::Text(&self.asset)),
            ("paymentRequired", Field::Text(&self.payment_required)),
            ("account", Field::Whole(self.account.into())),
            ("signedAt", Field::Whole(self.signed_at)),
            ("validBefore", Field::Whole(self.valid_before)),
            ("refused", self.refused.as_deref().into()),
            ("settled", self.settled.as_deref().into()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        let text = |name| json.get(name)?.text();
        let whole = |name| json.get(name)?.whole();
        Some(Self {
            payment_signature: text("paymentSignature")?,
            accept_index: usize::try_from(whole("acceptIndex")?).ok()?,
            asset: text("asset")?,
            payment_required: text("paymentRequired")?,
            account: u32::try_from(whole("account")?).ok()?,
            signed_at: whole("signedAt")?,
            valid_before: whole("validBefore")?,
            refused: text("refused"),
            settled: text("settled"),
        })
    }
}

/// The entry of an order, by its hash in 0x-hex.
///
/// # Errors
/// [`StoreError`]; an entry that cannot be read is a payment that may have been made, never "none".
pub async fn read_journal(order_hash: &str) -> Result<Option<JournalEntry>, StoreError> {
    let json = read(order_hash).await?;
    json.map(|json| JournalEntry::from_json(&json).ok_or(StoreError::Damaged))
        .transpose()
}

/// The entry of an order, by the pay URL it was paid at, before the order itself is known.
///
/// # Errors
/// [`StoreError`].
pub async fn find_journal(pay_url: &str) -> Result<Option<(String, JournalEntry)>, StoreError> {
    let Some(alias) = read(pay_url).await? else {
        return Ok(None);
    };
    let order_hash = alias.text().ok_or(StoreError::Damaged)?;
    Ok(read_journal(&order_hash).await?.map(|entry| (order_hash, entry)))
}

/// Every payment with a receipt, the newest first; what cannot be read is left out.
pub async fn read_settled() -> Vec<JournalEntry> {
    let texts = get_all(JOURNAL, "").await.unwrap_or_default();
    let mut settled: Vec<JournalEntry> = texts
        .iter()
        .filter_map(|(_, text)| JournalEntry::from_json(&Json::parse(&text.as_string()?)?))
        .filter(|entry| entry.settled.is_some())
        .collect();
    settled.sort_by_key(|entry| std::cmp::Reverse(entry.signed_at));
    settled
}

/// Keeps the entry of an order under its hash, and the hash under the pay URL, durably and together.
///
/// # Errors
/// [`StoreError`].
pub async fn write_journal(order_hash: &str, pay_url: &str, entry: &JournalEntry) -> Result<(), StoreError> {
    let text = entry.to_json();
    let alias = quote(order_hash);
    put(
        JOURNAL,
        &[
            (order_hash, JsValue::from_str(&text)),
            (pay_url, JsValue::from_str(&alias)),
        ],
    )
    .await
}

async fn read(key: &str) -> Result<Option<Json>, StoreError> {
    let text = get(JOURNAL, key).await?.as_string();
    text.map(|text| Json::parse(&text).ok_or(StoreError::Damaged))
        .transpose()
}
