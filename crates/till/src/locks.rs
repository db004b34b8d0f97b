use std::fmt;

use sig::sha256_digest;
use sqlx::{Any, AnyPool, Transaction};
use tokio::sync::OwnedMutexGuard;

use crate::{Database, keyed_lock::KeyedLock, storage};

/// Connections for locks alone, so that those who hold one never wait for those who want one.
const CONNECTIONS: u32 = 32;

/// Named locks. In one process a lock is memory; tills that share a PostgreSQL database hold it there too, as an
/// advisory lock that ends with its transaction, also when the till dies.
#[derive(Debug)]
pub(crate) struct Locks {
    role: &'static str,
    local: KeyedLock<String>,
    shared: Option<AnyPool>,
}

/// A lock, until it is dropped.
pub(crate) struct Held {
    // First: given back before another request of this process may have it.
    _shared: Option<Transaction<'static, Any>>,
    _local: OwnedMutexGuard<()>,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

impl Locks {
    pub(crate) async fn open(database: &Database, role: &'static str) -> Result<Self, sqlx::Error> {
        let shared = if database.is_shared() {
            Some(storage::connect(database, CONNECTIONS).await?)
        } else {
            None
        };
        Ok(Self {
            role,
            local: KeyedLock::default(),
            shared,
        })
    }

    /// Waits for a lock.
    pub(crate) async fn lock(&self, name: impl fmt::Display) -> Result<Held, sqlx::Error> {
        let name = format!("{}:{name}", self.role);
        let number = number_of(&name);
        let local = self.local.lock(name).await;
        let shared = match &self.shared {
            Some(pool) => {
                let mut transaction = pool.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)")
                    .bind(number)
                    .execute(&mut *transaction)
                    .await?;
                Some(transaction)
            }
            None => None,
        };
        Ok(Held {
            _shared: shared,
            _local: local,
        })
    }
}

/// PostgreSQL names locks by 64 bits.
fn number_of(name: &str) -> i64 {
    let hash = sha256_digest(name.as_bytes()).to_b256();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(bytes)
}
