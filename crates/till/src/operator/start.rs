use std::{
    num::NonZeroU32,
    sync::{Arc, atomic::AtomicU64},
};

use axum::Router;
use chain::{AssetId, ChainId, HttpError, RpcClient, RpcError};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_native::HttpClient;
use sig::{Address, Signer};
use sqlx::{AnyPool, migrate::Migrator};
use tokio::task::JoinHandle;
use zone::{RuleError, Status, check_operator};

use super::{
    rates::{Rates, whole_fee},
    resume, router,
};
use crate::{
    Clock, LoadRegistryError, OperatorConfig, StorageError, locks::Locks, registry::RegistryHandle, storage,
};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/operator");

/// How often a minute the faucet gives to one address, and to all.
const FAUCET_ADDRESS: NonZeroU32 = NonZeroU32::new(3).unwrap();
const FAUCET_TOTAL: NonZeroU32 = NonZeroU32::new(120).unwrap();
/// How many transfers a minute are carried for one payer, and for all.
const RELAY_PAYER: NonZeroU32 = NonZeroU32::new(6).unwrap();
const RELAY_TOTAL: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// Why an operator's till does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartOperatorError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The HTTP client.
    #[error("no HTTP client: {0}")]
    Http(#[from] HttpError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] LoadRegistryError),
    /// The node serves another chain than configured.
    #[error(transparent)]
    Chain(RpcError),
    /// The registry does not license what is configured.
    #[error("the registry does not license this configuration: {0}")]
    NotLicensed(#[from] RuleError),
    /// The quote key belongs to another operator.
    #[error("the quote key is of operator {actual:?}, not of {expected:?}")]
    OtherOperator {
        /// As configured.
        expected: String,
        /// As the registry says.
        actual: String,
    },
    /// A rate for an asset of a chain that this till does not settle on.
    #[error("{0} is not on the chain this till settles on")]
    OtherChain(AssetId),
    /// Fee and spread are more than everything.
    #[error("fee and spread together are above 100 %")]
    Fee,
    /// A faucet is for the demo.
    #[error("an official registry allows no faucet")]
    FaucetNotInDemo,
    /// A simulated bank is for the demo.
    #[error("an official registry allows no simulated bank")]
    BankNotInDemo,
    /// Identification without anybody who looks is for the demo.
    #[error("an official registry allows no identification `at_once`: a person decides")]
    IdentificationNotInDemo,
}

/// What the use cases of an operator share.
#[derive(Debug)]
pub struct Operator {
    pub(super) config: OperatorConfig,
    pub(super) pool: AnyPool,
    pub(super) clock: Clock,
    pub(super) registry: RegistryHandle,
    pub(super) rpc: RpcClient<HttpClient>,
    pub(super) rates: Arc<Rates>,
    /// For screening.
    pub(super) http: HttpClient,
    /// One settlement an order, one gas nonce at a time, across all tills on one database.
    pub(super) locks: Locks,
    /// Test tokens for one address, and for everybody together.
    pub(super) faucet_limit: DefaultKeyedRateLimiter<Address>,
    pub(super) faucet_total: DefaultDirectRateLimiter,
    /// Payments settled since the start.
    pub(super) settled: AtomicU64,
    /// Transfers carried for one payer, and for everybody together.
    pub(super) relay_limit: DefaultKeyedRateLimiter<Address>,
    pub(super) relay_total: DefaultDirectRateLimiter,
}

/// A started operator's till: its router, and its background work, which ends when this is dropped.
#[derive(Debug)]
pub struct OperatorTill {
    operator: Arc<Operator>,
    tasks: Vec<JoinHandle<()>>,
}

impl OperatorTill {
    /// Opens the database and checks everything that can be checked before the first quote: registry, licence, key,
    /// fee, settlement address, chain. A node that cannot be reached yet is no reason not to start.
    ///
    /// # Errors
    /// [`StartOperatorError`].
    pub async fn start(config: OperatorConfig, clock: Clock) -> Result<Self, StartOperatorError> {
        let http = HttpClient::new()?;
        let locks = Locks::open(&config.database, "operator").await?;
        let pool = storage::open(&config.database, &MIGRATIONS).await?;
        let (registry, reread) =
            RegistryHandle::start(config.registry.clone(), http.clone(), pool.clone(), clock.clone()).await?;
        check_licence(&config, &registry, clock.now())?;
        let (rates, mut tasks) = Rates::start(config.rates.clone(), &http, &clock).await;
        let rpc = RpcClient::new(http.clone(), config.rpc.clone(), ChainId::new(config.chain_id));
        match rpc.check_chain().await {
            Ok(()) => {}
            Err(error @ RpcError::WrongChain { .. }) => return Err(StartOperatorError::Chain(error)),
            Err(error) => tracing::warn!(%error, "the node cannot be asked for its chain yet"),
        }
        let operator = Arc::new(Operator {
            config,
            pool,
            clock,
            registry,
            rpc,
            rates,
            http,
            locks,
            faucet_limit: RateLimiter::keyed(Quota::per_minute(FAUCET_ADDRESS)),
            faucet_total: RateLimiter::direct(Quota::per_minute(FAUCET_TOTAL)),
            settled: AtomicU64::new(0),
            relay_limit: RateLimiter::keyed(Quota::per_minute(RELAY_PAYER)),
            relay_total: RateLimiter::direct(Quota::per_minute(RELAY_TOTAL)),
        });
        tasks.push(reread);
        tasks.push(tokio::spawn(resume::run(operator.clone())));
        Ok(Self { operator, tasks })
    }

    /// The HTTP interface.
    pub fn router(&self) -> Router {
        router::router(self.operator.clone())
    }

    /// Metrics and readiness, for an address of their own.
    pub fn inner_router(&self) -> Router {
        router::inner_router(self.operator.clone())
    }
}

impl Drop for OperatorTill {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn check_licence(
    config: &OperatorConfig,
    registry: &RegistryHandle,
    now: u64,
) -> Result<(), StartOperatorError> {
    if let Some(other) = config
        .rates
        .iter()
        .find(|rate| rate.asset.chain.number() != config.chain_id)
    {
        return Err(StartOperatorError::OtherChain(other.asset));
    }
    let verified = registry.verified();
    let registry = verified.registry();
    if config.faucet.is_some() && registry.status != Status::Demo {
        return Err(StartOperatorError::FaucetNotInDemo);
    }
    if config.bank.is_some() && registry.status != Status::Demo {
        return Err(StartOperatorError::BankNotInDemo);
    }
    let at_once = config.identification.as_ref().is_some_and(|known| known.at_once);
    if at_once && registry.status != Status::Demo {
        return Err(StartOperatorError::IdentificationNotInDemo);
    }
    let key = config.quote_key.address();
    let spread = config.rates.iter().map(|rate| rate.spread).max();
    let fee = whole_fee(config.fee_bps, spread.unwrap_or_default()).map_err(|_| StartOperatorError::Fee)?;
    let operator = check_operator(registry, key, fee, config.settlement_address, now)?;
    if operator.id == config.operator_id {
        Ok(())
    } else {
        Err(StartOperatorError::OtherOperator {
            expected: config.operator_id.clone(),
            actual: operator.id.clone(),
        })
    }
}
