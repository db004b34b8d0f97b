//! `till merchant` and `till operator`: the two servers of a payment, always two processes.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};
use till::{ConfigError, MerchantConfig, OperatorConfig, ServeError, run_merchant, run_operator};
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
    #[error("signals cannot be caught: {0}")]
    Signals(#[from] std::io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log(arguments.log);
    match run(arguments.role).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
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
