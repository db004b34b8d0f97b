#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

mod clock;
mod fetch;
mod idb_database;
mod idb_journal;
mod idb_vault_store;
mod marker;
mod payees;
mod random;
mod seen_registry;
#[cfg(target_arch = "wasm32")]
mod single_thread;
mod web_lock;
mod worker_client;

pub use clock::{monotonic_millis, now_millis, now_seconds};
pub use fetch::{FetchHttp, HttpAnswer, HttpRequest, fetch};
pub use idb_journal::{JournalEntry, find_journal, read_journal, write_journal};
pub use idb_vault_store::IdbVaultStore;
pub use marker::{VaultMarker, read_vault_marker, write_vault_marker};
pub use payees::{read_payee, write_payee};
pub use random::BrowserRandom;
pub use seen_registry::{read_seen_version, write_seen_version};
pub use web_lock::{WebLock, held_locks};
pub use worker_client::{WorkerCallError, WorkerClient};
