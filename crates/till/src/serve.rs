use std::{future::Future, net::SocketAddr};

use axum::Router;
use tokio::net::TcpListener;

use crate::{
    Clock, MerchantConfig, OperatorConfig,
    merchant::{MerchantTill, StartMerchantError},
    operator::{OperatorTill, StartOperatorError},
};

/// Why a till does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// As configured.
        address: SocketAddr,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The merchant's till.
    #[error(transparent)]
    Merchant(#[from] StartMerchantError),
    /// The operator's till.
    #[error(transparent)]
    Operator(#[from] StartOperatorError),
    /// The server broke down.
    #[error("the server broke down: {0}")]
    Server(#[from] std::io::Error),
}

/// Runs a merchant's till until `stop` is ready and begun requests are answered. Logs `listening http://ADDRESS`.
///
/// # Errors
/// [`ServeError`].
pub async fn run_merchant(
    config: MerchantConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let (listener, address) = listen(config.listen).await?;
    let till = MerchantTill::start(config, address, Clock::default()).await?;
    serve(listener, address, till.router(), stop).await
}

/// Runs an operator's till until `stop` is ready and begun requests are answered. Logs `listening http://ADDRESS`.
///
/// # Errors
/// [`ServeError`].
pub async fn run_operator(
    config: OperatorConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let (listener, address) = listen(config.listen).await?;
    let till = OperatorTill::start(config, Clock::default()).await?;
    serve(listener, address, till.router(), stop).await
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let bind = async {
        let listener = TcpListener::bind(address).await?;
        let actual = listener.local_addr()?;
        Ok((listener, actual))
    };
    bind.await
        .map_err(|reason| ServeError::Listen { address, reason })
}

async fn serve(
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    tracing::info!("listening http://{address}");
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    tracing::info!("stopped");
    Ok(())
}
