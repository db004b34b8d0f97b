//! Serves a built site with its headers, until SIGINT or SIGTERM.

use std::{io, net::SocketAddr, path::PathBuf};

use clap::Parser;
use site::{Origin, SiteOptions, serve_site};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

/// Serves wallet, pay page, key worker and embed with the headers they need.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The built site.
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
    /// What /zone/ serves, when it is not inside the built site.
    #[arg(long, value_name = "DIR")]
    zone: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// An origin that wallet pages may reach: a node or an operator's till. Repeatable.
    #[arg(long, value_name = "ORIGIN")]
    connect: Vec<Origin>,
    /// An origin that wallet pages may show pictures from, such as map tiles. Repeatable.
    #[arg(long, value_name = "ORIGIN")]
    images: Vec<Origin>,
    /// Let the pay page reach tills over plain http on this machine (demo).
    #[arg(long)]
    loopback_tills: bool,
    /// Send Strict-Transport-Security; only behind TLS.
    #[arg(long)]
    hsts: bool,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    let arguments = Arguments::parse();
    let options = SiteOptions {
        dist: arguments.dist,
        zone: arguments.zone,
        connect: arguments.connect,
        images: arguments.images,
        loopback_tills: arguments.loopback_tills,
        hsts: arguments.hsts,
    };
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let listener = TcpListener::bind(arguments.listen).await.map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("cannot listen on {}: {error}", arguments.listen),
        )
    })?;
    tracing::info!(address = %listener.local_addr()?, dist = %options.dist.display(), "serving");
    let shutdown = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    serve_site(listener, &options, shutdown).await
}
