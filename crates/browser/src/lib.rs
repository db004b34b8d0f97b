#![doc = include_str!("../README.md")]
#![deny(unsafe_code)]

mod auto_lock_setting;
mod clock;
mod fetch;
mod idb_database;
mod idb_journal;
mod idb_vault_store;
mod json;
mod marker;
mod new_words_marker;
mod offline_pages;
mod passkey;
mod payees;
mod persistence;
mod random;
mod seen_registry;
mod session_channel;
#[cfg(target_arch = "wasm32")]
mod single_thread;
mod tab_channel;
mod wallet_records;
mod web_lock;
mod worker_client;

pub use auto_lock_setting::{AUTO_LOCK_CHOICES, read_auto_lock_minutes, write_auto_lock_minutes};
pub use clock::{monotonic_millis, now_millis, now_seconds};
pub use fetch::{FetchHttp, HttpAnswer, HttpRequest, fetch};
pub use idb_journal::{JournalEntry, find_journal, read_journal, read_settled, write_journal};
pub use idb_vault_store::IdbVaultStore;
pub use json::{Field, Json, quote, write_json};
pub use marker::{VaultMarker, read_vault_marker, write_vault_marker};
pub use new_words_marker::{forget_new_words, note_new_words};
pub use offline_pages::{WaitingBuild, keep_pages_offline};
pub use passkey::{KnownPasskey, MadePasskey, PasskeyError, ask_passkey, make_passkey};
pub use payees::{read_payee, write_payee};
pub use persistence::{Persistence, ask_persistence, read_persistence};
pub use random::{BrowserRandom, random_bytes};
pub use seen_registry::{read_seen_version, write_seen_version};
pub use session_channel::{SessionQuestion, ask_session, hear_sessions};
pub use tab_channel::TabChannel;
pub use wallet_records::{read_payments, read_record, read_records, write_records};
pub use web_lock::{WebLock, held_locks};
pub use worker_client::{WorkerCallError, WorkerClient};
