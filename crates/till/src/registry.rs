use std::{sync::Arc, time::Duration};

use chain::HttpLimits;
use http_native::HttpClient;
use sqlx::AnyPool;
use tokio::{sync::watch, task::JoinHandle};
use zone::{
    MAX_ENVELOPE_BYTES, Registry, RegistryFile, VerifiedRegistry, VerifyRegistryError, demo_trust_root,
    verify_registry,
};

use crate::{Clock, RegistrySource, storage};

const REREAD: Duration = Duration::from_secs(60);

/// Why no registry could be taken.
#[derive(Debug, thiserror::Error)]
pub enum LoadRegistryError {
    /// The file or address gives nothing.
    #[error("the registry cannot be read: {0}")]
    Read(String),
    /// It does not verify.
    #[error(transparent)]
    Verify(#[from] VerifyRegistryError),
    /// Its version cannot be remembered.
    #[error("the version of the registry cannot be remembered: {0}")]
    Storage(#[from] sqlx::Error),
}

/// A registry that was verified, and the file it came in.
#[derive(Debug, Clone)]
struct Known {
    verified: Arc<VerifiedRegistry>,
    file: Arc<RegistryFile>,
}

/// The zone's registry as this till knows it: read again every minute, the last good one kept when that fails.
#[derive(Debug, Clone)]
pub(crate) struct RegistryHandle {
    current: watch::Receiver<Known>,
}

impl RegistryHandle {
    /// Reads and verifies the registry, and goes on doing so until the task ends.
    pub(crate) async fn start(
        source: RegistrySource,
        http: HttpClient,
        pool: AnyPool,
        clock: Clock,
    ) -> Result<(Self, JoinHandle<()>), LoadRegistryError> {
        let first = load(&source, &http, &pool, &clock).await?;
        let (sender, current) = watch::channel(first);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(REREAD).await;
                match load(&source, &http, &pool, &clock).await {
                    Ok(registry) => {
                        sender.send_replace(registry);
                    }
                    Err(error) => tracing::warn!(%error, "the last good registry is kept"),
                }
            }
        });
        Ok((Self { current }, task))
    }

    /// The registry with its verdict. Whoever acts on its rules compares its end with the clock.
    pub(crate) fn verified(&self) -> Arc<VerifiedRegistry> {
        self.current.borrow().verified.clone()
    }

    /// The file itself, for papers that must verify without a network.
    pub(crate) fn file(&self) -> Arc<RegistryFile> {
        self.current.borrow().file.clone()
    }

    /// The content, for what goes on when the registry is past its date: papers of payments already made.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Registry) -> T) -> T {
        read(self.verified().registry())
    }
}

async fn load(
    source: &RegistrySource,
    http: &HttpClient,
    pool: &AnyPool,
    clock: &Clock,
) -> Result<Known, LoadRegistryError> {
    let bytes = read(source, http).await?;
    let seen = storage::seen_registry_version(pool).await?;
    let verified = verify_registry(&bytes, &demo_trust_root(), seen, clock.now())?;
    storage::remember_registry_version(pool, verified.edition()).await?;
    let file = serde_json::from_slice(&bytes).map_err(|error| LoadRegistryError::Read(error.to_string()))?;
    Ok(Known {
        verified: Arc::new(verified),
        file: Arc::new(file),
    })
}

async fn read(source: &RegistrySource, http: &HttpClient) -> Result<Vec<u8>, LoadRegistryError> {
    match source {
        RegistrySource::File(path) => tokio::fs::read(path)
            .await
            .map_err(|error| LoadRegistryError::Read(error.to_string())),
        RegistrySource::Url(url) => {
            let limits = HttpLimits {
                max_bytes: MAX_ENVELOPE_BYTES,
                ..HttpLimits::default()
            };
            match http.get(url, limits).await {
                Ok(answer) if answer.status.is_success() => Ok(answer.body),
                Ok(answer) => Err(LoadRegistryError::Read(format!(
                    "status {}",
                    answer.status.as_u16()
                ))),
                Err(error) => Err(LoadRegistryError::Read(error.to_string())),
            }
        }
    }
}
