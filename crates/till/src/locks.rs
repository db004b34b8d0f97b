use std::{
    fmt,
    fs::{File, TryLockError},
    path::Path,
    time::Duration,
};

use sig::sha256_digest;
use sqlx::{Any, AnyPool, Transaction};
use tokio::sync::OwnedMutexGuard;

use crate::{Database, StorageError, keyed_lock::KeyedLock, storage};

/// Connections for locks alone, so that those who hold one never wait for those who want one.
const CONNECTIONS: u32 = 32;
/// A till that was told to end may take so long.
const WAIT: (u32, Duration) = (50, Duration::from_millis(100));

/// Named locks. In one process a lock is memory; tills that share a PostgreSQL database hold it there too, as an
/// advisory lock that ends with its transaction, also when the till dies.
#[derive(Debug)]
pub(crate) struct Locks {
    role: &'static str,
    local: KeyedLock<String>,
    shared: Option<AnyPool>,
    /// Says that an SQLite file is this till's. Ends with the process, also when it dies.
    _file: Option<File>,
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
    /// Opens the locks of a database; an SQLite file is taken for this till alone.
    pub(crate) async fn open(database: &Database, role: &'static str) -> Result<Self, StorageError> {
        let (shared, file) = match database.path() {
            None => (Some(storage::connect(database, CONNECTIONS).await?), None),
            Some(path) => (None, Some(take_file(path).await?)),
        };
        Ok(Self {
            role,
            local: KeyedLock::default(),
            shared,
            _file: file,
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

async fn take_file(database: &Path) -> Result<File, StorageError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let open = || File::options().create(true).append(true).open(&path);
    let file = open().map_err(sqlx::Error::Io)?;
    let (tries, pause) = WAIT;
    for _ in 0..tries {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(pause).await,
            Err(TryLockError::Error(error)) => return Err(sqlx::Error::Io(error).into()),
        }
    }
    Err(StorageError::InUse(database.display().to_string()))
}

/// PostgreSQL names locks by 64 bits.
fn number_of(name: &str) -> i64 {
    let hash = sha256_digest(name.as_bytes()).to_b256();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash[..8]);
    i64::from_be_bytes(bytes)
}
