use std::sync::Arc;

use axum::Router;
use chain::HttpError;
use checkout::OrderId;
use http_native::HttpClient;
use sig::Signer;
use sqlx::{AnyPool, migrate::Migrator};
use tokio::task::JoinHandle;
use zone::{Envelope, EnvelopeError, MerchantCertificate, VerifyCertificateError, verify_certificate};

use super::{
    deliver, events::Events, limits::Limits, operator_client::OperatorClient, reconcile, router, terms,
};
use crate::{
    Clock, LoadRegistryError, MerchantConfig, StorageError, locks::Locks, registry::RegistryHandle, storage,
};

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("migrations/merchant");

/// Why a merchant's till does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartMerchantError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] LoadRegistryError),
    /// The certificate's file.
    #[error("the certificate cannot be read: {0}")]
    ReadCertificate(#[from] std::io::Error),
    /// The certificate's envelope.
    #[error("the certificate cannot be read: {0}")]
    Envelope(#[from] EnvelopeError),
    /// The certificate does not hold.
    #[error("the certificate does not hold: {0}")]
    Certificate(#[from] VerifyCertificateError),
    /// The order key is not in the certificate.
    #[error("the certificate of {merchant} does not name the order key {key}")]
    OrderKey {
        /// Id of the certificate.
        merchant: String,
        /// Address of the key.
        key: sig::Address,
    },
}

/// What the use cases of a merchant share.
#[derive(Debug)]
pub struct Merchant {
    pub(super) config: MerchantConfig,
    /// How this till is reached, without a slash at the end.
    pub(super) public_url: String,
    pub(super) pool: AnyPool,
    pub(super) clock: Clock,
    pub(super) registry: RegistryHandle,
    pub(super) envelope: Envelope,
    pub(super) certificate: MerchantCertificate,
    pub(super) operator: OperatorClient,
    /// One payment an order at a time, across all tills on one database.
    pub(super) locks: Locks,
    pub(super) events: Events,
    pub(super) limits: Limits,
}

/// A started merchant's till: its router, and its background work, which ends when this is dropped.
#[derive(Debug)]
pub struct MerchantTill {
    merchant: Arc<Merchant>,
    tasks: Vec<JoinHandle<()>>,
}

impl MerchantTill {
    /// Opens the database and checks registry, certificate and order key. `address` is where the till listens; it is
    /// the public URL when none is configured.
    ///
    /// # Errors
    /// [`StartMerchantError`].
    pub async fn start(
        config: MerchantConfig,
        address: std::net::SocketAddr,
        clock: Clock,
    ) -> Result<Self, StartMerchantError> {
        let http = HttpClient::new()?;
        let locks = Locks::open(&config.database, "merchant").await?;
        let pool = storage::open(&config.database, &MIGRATIONS).await?;
        let (registry, reread) =
            RegistryHandle::start(config.registry.clone(), http.clone(), pool.clone(), clock.clone()).await?;
        let envelope = Envelope::from_json(&tokio::fs::read(&config.certificate).await?)?;
        let now = clock.now();
        let certificate = registry.with(|registry| verify_certificate(&envelope, registry, now))?;
        let key = config.order_key.address();
        if !certificate.has_order_key(key, now) {
            return Err(StartMerchantError::OrderKey {
                merchant: certificate.id,
                key,
            });
        }
        terms::note(&pool, &config.consumer.terms_version, now)
            .await
            .map_err(StorageError::from)?;
        let merchant = Arc::new(Merchant {
            public_url: config
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{address}")),
            operator: OperatorClient::new(http.clone(), &config.operator_url),
            config,
            pool,
            clock,
            registry,
            envelope,
            certificate,
            locks,
            events: Events::default(),
            limits: Limits::default(),
        });
        let reconcile = tokio::spawn(reconcile::run(merchant.clone()));
        let webhooks = tokio::spawn(deliver::run(merchant.clone(), http));
        Ok(Self {
            merchant,
            tasks: vec![reread, reconcile, webhooks],
        })
    }

    /// The HTTP interface.
    pub fn router(&self) -> Router {
        router::router(self.merchant.clone())
    }

    /// Metrics and readiness, for an address of their own.
    pub fn inner_router(&self) -> Router {
        router::inner_router(self.merchant.clone())
    }
}

impl Drop for MerchantTill {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Merchant {
    pub(super) fn pay_url(&self, id: OrderId) -> String {
        format!("{}/pay/{id}", self.public_url)
    }

    pub(super) fn status_url(&self, id: OrderId) -> String {
        format!("{}/v1/orders/{id}", self.public_url)
    }
}
