//! What a till's people do beside running it: reconcile, back up, forget; and what a shop begins with.
//!
//! ## Organization
//! - `init` – keys, configuration, an application for a certificate
//! - `staff` – who may sign in at a merchant's till
//! - `openapi` – the description of a till's interface

mod init;
mod openapi;
mod staff;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use sqlx::AnyPool;

use crate::{
    Clock, ConfigError, Database, MerchantConfig, OperatorConfig, Report, StorageError,
    merchant::{self, ReconcileMerchantError, reconcile_merchant},
    operator::{self, ReconcileOperatorError, reconcile_operator},
    storage,
};

pub use init::{Init, InitError, init};
pub use openapi::openapi;
pub use staff::{StaffCommand, StaffCommandError, staff};

/// What a merchant keeps when nothing else is said, in days.
const YEAR: u64 = 365;

/// Whose till.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TillRole {
    /// The merchant's.
    Merchant,
    /// The operator's.
    Operator,
}

/// What is to be done.
#[derive(Debug, clap::Subcommand)]
pub enum Maintenance {
    /// Proves every order or payment against the chain once more and reports what differs; ends with 1 when anything does.
    Reconcile {
        /// Whose till.
        #[arg(value_enum)]
        role: TillRole,
        /// Its TOML file.
        #[arg(long)]
        config: PathBuf,
        /// Another node than the one of the configuration or the registry.
        #[arg(long)]
        rpc: Option<String>,
        /// Lines of JSON instead of text.
        #[arg(long)]
        json: bool,
    },
    /// Erases what was kept for long enough: an operator's data of payers, a merchant's payloads and delivery reports.
    Retention {
        /// Whose till.
        #[arg(value_enum)]
        role: TillRole,
        /// Its TOML file.
        #[arg(long)]
        config: PathBuf,
        /// Older than this, in days; of an operator what its configuration says, of a merchant a year.
        #[arg(long)]
        days: Option<u64>,
        /// Only counts.
        #[arg(long)]
        dry_run: bool,
    },
    /// Erases the same of one order, or at an operator of one resident, whatever its age.
    Erase {
        /// Whose till.
        #[arg(value_enum)]
        role: TillRole,
        /// Its TOML file.
        #[arg(long)]
        config: PathBuf,
        /// Of a merchant the order's id, of an operator its hash, or the address of a resident who was identified.
        #[arg(long)]
        order: String,
    },
    /// Copies an SQLite database to a new file, also while the till runs, and checks the copy.
    Backup {
        /// Whose till.
        #[arg(value_enum)]
        role: TillRole,
        /// Its TOML file.
        #[arg(long)]
        config: PathBuf,
        /// The new file.
        #[arg(long)]
        to: PathBuf,
    },
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum MaintenanceError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The reconciliation of a merchant.
    #[error(transparent)]
    Merchant(#[from] ReconcileMerchantError),
    /// The reconciliation of an operator.
    #[error(transparent)]
    Operator(#[from] ReconcileOperatorError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Not an order.
    #[error(
        "{0:?} is not the id (at a merchant) or the hash (at an operator) of an order, nor a resident's address"
    )]
    Order(String),
    /// The report.
    #[error("the report cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Does it, and gives whether all is as it should be.
///
/// # Errors
/// [`MaintenanceError`].
pub async fn maintain(what: Maintenance, out: &mut (dyn Write + Send)) -> Result<bool, MaintenanceError> {
    match what {
        Maintenance::Reconcile {
            role,
            config,
            rpc,
            json,
        } => reconcile(role, &config, rpc, Report::new(out, json)).await,
        Maintenance::Retention {
            role,
            config,
            days,
            dry_run,
        } => {
            let now = Clock::default().now();
            let pool = open(role, &config).await?;
            let count = match role {
                TillRole::Merchant => {
                    merchant::retention::expire(&pool, days.unwrap_or(YEAR), now, dry_run).await
                }
                TillRole::Operator => {
                    let configured = OperatorConfig::load(&config)?
                        .travel
                        .map(|travel| travel.keep_days);
                    let days = days.or(configured).unwrap_or(YEAR);
                    expire_operator(&pool, days, now, dry_run).await
                }
            };
            writeln!(out, "{}", count.map_err(StorageError::from)?)?;
            Ok(true)
        }
        Maintenance::Erase { role, config, order } => {
            let wrong = || MaintenanceError::Order(order.clone());
            let pool = open(role, &config).await?;
            let count = match role {
                TillRole::Merchant => {
                    merchant::retention::erase(&pool, order.parse().map_err(|_| wrong())?).await
                }
                TillRole::Operator => match order.parse() {
                    Ok(address) => operator::identification::store::erase(&pool, address).await,
                    Err(_) => operator::travel::erase(&pool, order.parse().map_err(|_| wrong())?).await,
                },
            };
            writeln!(out, "{}", count.map_err(StorageError::from)?)?;
            Ok(true)
        }
        Maintenance::Backup { role, config, to } => {
            storage::back_up(&database(role, &config)?, &to).await?;
            writeln!(out, "{}", to.display())?;
            Ok(true)
        }
    }
}

/// Data of payers, and of residents who were identified.
async fn expire_operator(pool: &AnyPool, days: u64, now: u64, dry_run: bool) -> Result<u64, sqlx::Error> {
    let payers = operator::travel::expire(pool, days, now, dry_run).await?;
    let residents = operator::identification::store::expire(pool, days, now, dry_run).await?;
    Ok(payers.saturating_add(residents))
}

fn database(role: TillRole, config: &Path) -> Result<Database, ConfigError> {
    Ok(match role {
        TillRole::Merchant => MerchantConfig::load(config)?.database,
        TillRole::Operator => OperatorConfig::load(config)?.database,
    })
}

async fn open(role: TillRole, config: &Path) -> Result<AnyPool, MaintenanceError> {
    let pool = storage::connect(&database(role, config)?, 1).await;
    Ok(pool.map_err(StorageError::from)?)
}

async fn reconcile(
    role: TillRole,
    config: &Path,
    rpc: Option<String>,
    mut report: Report<'_>,
) -> Result<bool, MaintenanceError> {
    match role {
        TillRole::Merchant => {
            reconcile_merchant(&MerchantConfig::load(config)?, rpc.as_deref(), &mut report).await?;
        }
        TillRole::Operator => {
            let mut config = OperatorConfig::load(config)?;
            config.rpc = rpc.unwrap_or(config.rpc);
            reconcile_operator(&config, &mut report).await?;
        }
    }
    Ok(report.finish()?)
}
