use std::{
    future::{Future, IntoFuture},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

use crate::{
    Clock, HttpConfig, MerchantConfig, OperatorConfig, address_limit,
    merchant::{MerchantTill, StartMerchantError},
    operator::{OperatorTill, StartOperatorError},
};

/// Begun requests have so long to be answered when the till is asked to end: longer than a settlement waits.
const GRACE: Duration = Duration::from_secs(20);

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
    let http = config.http.clone();
    let till = MerchantTill::start(config, address, Clock::default()).await?;
    let inner = serve_inner(&http, till.inner_router()).await?;
    serve((listener, address), till.router(), &http, stop).await?;
    inner.abort();
    Ok(())
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
    let http = config.http.clone();
    let till = OperatorTill::start(config, Clock::default()).await?;
    let inner = serve_inner(&http, till.inner_router()).await?;
    serve((listener, address), till.router(), &http, stop).await?;
    inner.abort();
    Ok(())
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

/// Metrics for this machine's own network, on their own address.
async fn serve_inner(config: &HttpConfig, router: Router) -> Result<JoinHandle<()>, ServeError> {
    let Some(address) = config.metrics_listen else {
        return Ok(tokio::spawn(async {}));
    };
    let (listener, address) = listen(address).await?;
    tracing::info!("metrics http://{address}/metrics");
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "metrics are no longer served");
        }
    }))
}

async fn serve(
    (listener, address): (TcpListener, SocketAddr),
    router: Router,
    config: &HttpConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let router = address_limit::limit(router, config);
    tracing::info!("listening http://{address}");
    let ending = Arc::new(Notify::new());
    let asked = ending.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        asked.notify_one();
    });
    tokio::select! {
        ended = serving.into_future() => ended?,
        // Pages that watch an order never let go by themselves.
        () = async { ending.notified().await; tokio::time::sleep(GRACE).await } => {}
    }
    tracing::info!("stopped");
    Ok(())
}
