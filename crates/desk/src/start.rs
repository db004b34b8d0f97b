use std::{fs, sync::Arc};

use axum::Router;
use chain::{HttpError, RpcClient};
use deals::SignedDesk;
use http_native::HttpClient;
use tokio::sync::Mutex;

use crate::{DeskConfig, router, store::Store};

/// How long a statement holds, in seconds.
const STATEMENT_SECONDS: u64 = 3_600;

/// Why a desk does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartDeskError {
    /// The folder of the records.
    #[error("the records cannot be kept: {0}")]
    Folder(#[from] std::io::Error),
    /// The HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
}

/// What the use cases share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: DeskConfig,
    pub(crate) rpc: RpcClient<HttpClient>,
    pub(crate) store: Store,
    /// One step at a time: steps are rare, and transactions are numbered one by one.
    pub(crate) turn: Mutex<()>,
}

impl Shared {
    /// Unix time in seconds.
    pub(crate) fn now(&self) -> u64 {
        (self.config.now)()
    }

    /// The statement, signed now.
    pub(crate) fn statement(&self) -> SignedDesk {
        let mut desk = self.config.desk.clone();
        desk.issued_at = self.now();
        desk.expires_at = desk.issued_at.saturating_add(STATEMENT_SECONDS);
        desk.sign(self.config.home_chain, &self.config.quote_key)
    }
}

/// A started deposit desk.
#[derive(Debug)]
pub struct DepositDesk(Arc<Shared>);

impl DepositDesk {
    /// Opens the folder.
    ///
    /// # Errors
    /// [`StartDeskError`].
    pub fn start(config: DeskConfig) -> Result<Self, StartDeskError> {
        fs::create_dir_all(&config.folder)?;
        let rpc = RpcClient::new(HttpClient::new()?, config.rpc.clone(), config.desk.asset.chain);
        let store = Store(config.folder.clone());
        Ok(Self(Arc::new(Shared {
            config,
            rpc,
            store,
            turn: Mutex::new(()),
        })))
    }

    /// The HTTP interface.
    pub fn router(&self) -> Router {
        router::router(self.0.clone())
    }
}
