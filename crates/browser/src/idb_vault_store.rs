use vault::{StoreError, VaultRecord, VaultStore};
use wasm_bindgen::JsValue;

use crate::idb_database::{VAULT, get, put};

const NEWEST: &str = "newest";
const PREVIOUS: &str = "previous";

/// The vault in IndexedDB: newest and previous generation, one strict transaction, read back after writing.
#[derive(Debug, Clone, Copy, Default)]
pub struct IdbVaultStore;

impl VaultStore for IdbVaultStore {
    async fn load(&self) -> Result<Vec<VaultRecord>, StoreError> {
        let (mut records, mut damaged) = (Vec::new(), false);
        for key in [NEWEST, PREVIOUS] {
            let text = get(VAULT, key).await?.as_string();
            match text.map(|text| serde_json::from_str(&text)) {
                Some(Ok(record)) => records.push(record),
                Some(Err(_)) => damaged = true,
                None => {}
            }
        }
        // One readable generation is enough; none, where something is stored, is damage and not "no vault".
        if damaged && records.is_empty() {
            Err(StoreError::Damaged)
        } else {
            Ok(records)
        }
    }

    async fn save(&self, record: &VaultRecord) -> Result<(), StoreError> {
        let text = serde_json::to_string(record).map_err(|_| StoreError::NotKept)?;
        let before = get(VAULT, NEWEST).await?;
        let mut entries = vec![(NEWEST, JsValue::from_str(&text))];
        if before.is_string() {
            entries.push((PREVIOUS, before));
        }
        put(VAULT, &entries).await?;
        match get(VAULT, NEWEST).await?.as_string() {
            Some(kept) if kept == text => Ok(()),
            _ => Err(StoreError::NotKept),
        }
    }
}
