use std::{net::TcpListener, path::Path};

use desk::DepositDesk;
use site::{ParseOriginError, SiteOptions, serve_site};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    Addresses, StackError,
    cafe::{Cafe, cafe_router},
};

/// The wallet's site, served in the background.
#[derive(Debug)]
pub(crate) struct WalletSite {
    shutdown: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl WalletSite {
    /// Ends it with every connection that waits for nothing.
    pub(crate) async fn stop(self) {
        // It may have ended by itself.
        let _ = self.shutdown.send(());
        let _ = self.task.await;
    }

    pub(crate) fn abort(&self) {
        self.task.abort();
    }
}

/// Serves the wallet's site in the background.
pub(crate) fn serve_wallet(
    listener: TcpListener,
    dist: &Path,
    zone: &Path,
    addresses: &Addresses,
) -> Result<WalletSite, StackError> {
    let origin = |text: &str| {
        text.parse()
            .map_err(|error: ParseOriginError| std::io::Error::other(error))
    };
    let options = SiteOptions {
        dist: dist.to_owned(),
        zone: Some(zone.to_owned()),
        connect: vec![
            origin(&addresses.rpc)?,
            origin(&addresses.operator)?,
            origin(&addresses.desk)?,
        ],
        images: vec![],
        loopback_tills: true,
        hsts: false,
    };
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (shutdown, stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        // A listener on this machine does not fail.
        let _ = serve_site(listener, &options, async { drop(stopped.await) }).await;
    });
    Ok(WalletSite { shutdown, task })
}

/// Serves the deposit desk in the background.
pub(crate) fn serve_desk(listener: TcpListener, desk: &DepositDesk) -> Result<JoinHandle<()>, StackError> {
    let router = desk.router();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    Ok(tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    }))
}

/// Serves the café in the background.
pub(crate) fn serve_cafe(
    listener: TcpListener,
    addresses: &Addresses,
    public_url: &str,
    api_key: &str,
) -> Result<JoinHandle<()>, StackError> {
    let router = cafe_router(Cafe {
        wallet_origin: addresses.wallet.clone(),
        origin: addresses.cafe.clone(),
        till: addresses.merchant.clone(),
        till_origin: public_url.to_owned(),
        api_key: api_key.to_owned(),
        client: reqwest::Client::builder()
            .no_proxy()
            .build()
            .map_err(std::io::Error::other)?,
    });
    let listener = tokio::net::TcpListener::from_std(listener)?;
    Ok(tokio::spawn(async move {
        let _ = axum::serve(listener, router).await;
    }))
}
