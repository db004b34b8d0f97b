//! `till merchant` and `till operator`: the two servers of a payment, always two processes.

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};
use till::{
    ConfigError, Maintenance, MaintenanceError, MerchantConfig, OperatorConfig, ServeError, maintain,
    run_merchant, run_operator,
};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Takes payments for orders in tenge.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
    /// How log lines are written to standard output. RUST_LOG chooses which.
    #[arg(long, global = true, value_enum, default_value = "text")]
    log: LogFormat,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// The merchant's till: orders, the 402 answer, receipts. Needs the order key.
    Merchant(Config),
    /// The operator's till: quotes, x402 facilitator, settlement, ledger. Needs quote and gas key.
    Operator(Config),
    #[command(flatten)]
    Maintenance(Maintenance),
}

#[derive(Debug, Args)]
struct Config {
    /// TOML file; crates/till/README.md shows one for each role.
    #[arg(long)]
    config: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Maintenance(#[from] MaintenanceError),
    #[error("signals cannot be caught: {0}")]
    Signals(#[from] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let role = match arguments.role {
        Role::Maintenance(what) => return do_maintenance(what).await,
        role => role,
    };
    start_log(arguments.log);
    match run(role).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes to standard output what was found: 0 all is well, 1 something differs, 2 it could not be done.
async fn do_maintenance(what: Maintenance) -> ExitCode {
    match maintain(what, &mut std::io::stdout()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

async fn run(role: Role) -> Result<(), Failure> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    match role {
        Role::Merchant(Config { config }) => run_merchant(MerchantConfig::load(&config)?, stop).await?,
        Role::Operator(Config { config }) => run_operator(OperatorConfig::load(&config)?, stop).await?,
        Role::Maintenance(what) => drop(maintain(what, &mut std::io::stdout()).await?),
    }
    Ok(())
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter);
    match format {
        LogFormat::Text => builder.with_ansi(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}
