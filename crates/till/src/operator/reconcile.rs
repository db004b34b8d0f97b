//! Proves everything that the operator booked once more: each settled payment against the chain, each entry of the ledger
//! against the papers that were signed.

mod ledger;
mod payments;

use chain::{ChainId, HttpError, RpcClient, RpcError};
use http_native::HttpClient;
use sqlx::AnyPool;

use crate::{OperatorConfig, Report, storage};

/// Why a reconciliation came to no end.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileOperatorError {
    /// The node cannot be asked.
    #[error("the node cannot be used: {0}")]
    Rpc(#[from] RpcError),
    /// No HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
    /// The database.
    #[error("the database cannot be read: {0}")]
    Storage(#[from] sqlx::Error),
    /// The report cannot be written.
    #[error("the report cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// What is compared with what.
struct Books<'a> {
    config: &'a OperatorConfig,
    pool: AnyPool,
    rpc: RpcClient<HttpClient>,
}

/// Reads all books of an operator and reports what differs. Changes nothing; the till may run meanwhile: what is on its
/// way is no difference.
///
/// # Errors
/// [`ReconcileOperatorError`].
pub async fn reconcile_operator(
    config: &OperatorConfig,
    report: &mut Report<'_>,
) -> Result<(), ReconcileOperatorError> {
    let chain = ChainId::new(config.chain_id);
    let books = Books {
        config,
        pool: storage::connect(&config.database, 2).await?,
        rpc: RpcClient::new(HttpClient::new()?, config.rpc.clone(), chain),
    };
    books.rpc.check_chain().await?;
    payments::reconcile(&books, report).await?;
    ledger::reconcile(&books, report).await
}
