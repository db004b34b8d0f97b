use vault::{StoreError, VaultStore};
use wasm_bindgen::JsValue;

use crate::{
    idb_database::{META, VAULT, get, put},
    web_lock::WebLock,
};

const NEWEST: &str = "newest";
const PREVIOUS: &str = "previous";
const LOCK: &str = "cryptocity.vault";

/// The vault in IndexedDB: newest and previous generation, one strict transaction, read back after writing.
#[derive(Debug, Clone, Copy, Default)]
pub struct IdbVaultStore;

impl VaultStore for IdbVaultStore {
    type Guard = WebLock;

    async fn exclusive(&self) -> WebLock {
        WebLock::acquire(LOCK).await
    }

    async fn load(&self) -> Result<Vec<String>, StoreError> {
        let mut texts = Vec::new();
        for key in [NEWEST, PREVIOUS] {
            let value = get(VAULT, key).await?;
            if value.is_undefined() || value.is_null() {
                continue;
            }
            // Anything but text is damage, and not "no vault": it reads as a vault that cannot be parsed.
            texts.push(value.as_string().unwrap_or_default());
        }
        Ok(texts)
    }

    async fn save(&self, text: &str) -> Result<(), StoreError> {
        let before = get(VAULT, NEWEST).await?;
        let mut entries = vec![(NEWEST, JsValue::from_str(text))];
        if before.is_string() {
            entries.push((PREVIOUS, before));
        }
        put(VAULT, &entries).await?;
        match get(VAULT, NEWEST).await?.as_string() {
            Some(kept) if kept == text => Ok(()),
            _ => Err(StoreError::NotKept),
        }
    }

    async fn load_note(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(get(META, name).await?.as_string())
    }

    async fn save_note(&self, name: &str, sealed: &str) -> Result<(), StoreError> {
        put(META, &[(name, JsValue::from_str(sealed))]).await
    }
}
