//! `till merchant` and `till operator`: the two servers of a payment, always two processes. And what a shop needs to
//! begin with: `till init`, `till staff`, `till openapi`.

use std::{
    io::{self, Read as _, Write as _},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use till::{
    ConfigError, Maintenance, MaintenanceError, MerchantConfig, OperatorConfig, ServeError, TillRole,
    commands::{self, Init, InitError, StaffCommand, StaffCommandError},
    maintain,
    merchant::Role as StaffRole,
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
    /// Makes keys, configuration and an application for a certificate; in the demo zone the certificate too.
    Init(Box<Shop>),
    /// Who may sign in at a merchant's till.
    Staff {
        #[command(subcommand)]
        change: Staff,
    },
    /// Prints the description of a till's interface (OpenAPI 3.1).
    Openapi {
        /// Whose.
        #[arg(value_enum, default_value = "merchant")]
        role: TillRole,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StaffRoleName {
    Cashier,
    Manager,
    Owner,
}

#[derive(Debug, Subcommand)]
enum Staff {
    /// Adds somebody, or gives them a new password. Reads the password from standard input.
    Set {
        #[command(flatten)]
        config: Config,
        /// What they sign in with.
        #[arg(long)]
        login: String,
        /// What they may do.
        #[arg(long, value_enum, default_value = "cashier")]
        role: StaffRoleName,
    },
    /// Lets somebody in no longer.
    Disable {
        #[command(flatten)]
        config: Config,
        /// What they signed in with.
        #[arg(long)]
        login: String,
    },
    /// Prints everybody.
    List {
        #[command(flatten)]
        config: Config,
    },
}

/// What `till init` wants to know.
#[derive(Debug, Args)]
struct Shop {
    /// Where keys and files go; nothing that is there is replaced.
    #[arg(long, value_name = "DIR", default_value = "till")]
    dir: PathBuf,
    /// Stable identifier: small letters, digits, dashes.
    #[arg(long)]
    id: String,
    /// BIN of the company.
    #[arg(long)]
    bin: zone::Bin,
    /// Name in Kazakh.
    #[arg(long)]
    name_kk: String,
    /// Name in Russian; as in Kazakh when not given.
    #[arg(long)]
    name_ru: Option<String>,
    /// Name in English; as in Kazakh when not given.
    #[arg(long)]
    name_en: Option<String>,
    /// Origin of a page of the shop, such as https://shop.example.
    #[arg(long, value_name = "ORIGIN")]
    origin: Vec<String>,
    /// Prices contain VAT.
    #[arg(long)]
    vat_payer: bool,
    /// Where customers complain: e-mail or telephone.
    #[arg(long)]
    contact: String,
    /// Where the till listens.
    #[arg(long, default_value = "127.0.0.1:8092")]
    listen: SocketAddr,
    /// How the till is reached from outside; http and the listening address when not given.
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// The operator's till; the registry's first operator when not given.
    #[arg(long, value_name = "URL")]
    operator_url: Option<String>,
    /// The wallet's origin.
    #[arg(long, value_name = "ORIGIN", default_value = "http://localhost:8080")]
    wallet_origin: String,
    /// The zone's registry, a file or an address.
    #[arg(
        long,
        value_name = "FILE|URL",
        default_value = "http://localhost:8080/zone/registry.json"
    )]
    registry: String,
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
    #[error("{0}")]
    System(#[from] io::Error),
    #[error(transparent)]
    Init(#[from] InitError),
    #[error(transparent)]
    Staff(#[from] StaffCommandError),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let role = match arguments.role {
        Role::Maintenance(what) => return do_maintenance(what).await,
        role => role,
    };
    let serves = matches!(role, Role::Merchant(_) | Role::Operator(_));
    if serves {
        start_log(arguments.log);
    }
    match run(role).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if serves => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "till: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes to standard output what was found: 0 all is well, 1 something differs, 2 it could not be done.
async fn do_maintenance(what: Maintenance) -> ExitCode {
    match maintain(what, &mut io::stdout()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

async fn run(role: Role) -> Result<(), Failure> {
    match role {
        Role::Merchant(Config { config }) => run_merchant(MerchantConfig::load(&config)?, stop()?).await?,
        Role::Operator(Config { config }) => run_operator(OperatorConfig::load(&config)?, stop()?).await?,
        Role::Init(shop) => commands::init(&(*shop).into(), &mut io::stdout()).await?,
        Role::Staff { change } => change_staff(change).await?,
        Role::Openapi { role } => io::stdout().write_all(commands::openapi(role).as_bytes())?,
        Role::Maintenance(what) => drop(maintain(what, &mut io::stdout()).await?),
    }
    Ok(())
}

async fn change_staff(change: Staff) -> Result<(), Failure> {
    let (Config { config }, command) = match change {
        Staff::Set { config, login, role } => {
            let mut password = String::new();
            io::stdin().read_to_string(&mut password)?;
            let role = match role {
                StaffRoleName::Cashier => StaffRole::Cashier,
                StaffRoleName::Manager => StaffRole::Manager,
                StaffRoleName::Owner => StaffRole::Owner,
            };
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            (
                config,
                StaffCommand::Set {
                    login,
                    role,
                    password,
                },
            )
        }
        Staff::Disable { config, login } => (config, StaffCommand::Disable { login }),
        Staff::List { config } => (config, StaffCommand::List),
    };
    commands::staff(&MerchantConfig::load(&config)?, command, &mut io::stdout()).await?;
    Ok(())
}

impl From<Shop> for Init {
    fn from(shop: Shop) -> Self {
        let kk = shop.name_kk;
        let public_url = shop
            .public_url
            .unwrap_or_else(|| format!("http://{}", shop.listen));
        Self {
            dir: shop.dir,
            id: shop.id,
            bin: shop.bin,
            names: [
                kk.clone(),
                shop.name_ru.unwrap_or_else(|| kk.clone()),
                shop.name_en.unwrap_or(kk),
            ],
            origins: shop.origin,
            vat_payer: shop.vat_payer,
            contact: shop.contact,
            listen: shop.listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            operator_url: shop.operator_url,
            wallet_origin: shop.wallet_origin,
            registry: shop.registry,
        }
    }
}

/// Ready when the program is asked to end.
fn stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter);
    match format {
        LogFormat::Text => builder.with_ansi(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}
