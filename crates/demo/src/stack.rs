use std::{
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use chain::{ChainId, RpcClient};
use http_native::HttpClient;
use sig::{Address, B256};
use testkit::{DemoAsset, DemoKeys, DemoZone};
use tokio::task::JoinHandle;
use zone::Registry;

use crate::{
    Addresses, StackError, StackOptions,
    child_process::{ChildProcess, Program},
    city_files::{make_offerings, write_city},
    deploy_exchange::deploy_exchange,
    deploy_offering::deploy_offering,
    deploy_tokens::deploy_tokens,
    deposit_desk::{deploy_deposits, start_desk},
    ports::{Listeners, release},
    programs::{find_anvil, find_till},
    serve::{WalletSite, serve_cafe, serve_desk, serve_wallet},
    staff::seed_staff,
    start_children::{start_chain, start_till},
    state_folder::StateFolder,
    till_config::{write_merchant_config, write_operator_config},
    zone_files::{CERTIFICATE, REGISTRY, demo_registry, write_certificate, write_registry},
};

/// The demo's chain.
pub(crate) const CHAIN: u64 = 31337;

/// How often a stack on free ports is started over.
const FREE_PORT_ATTEMPTS: u8 = 4;

/// Everything a purchase needs, running. Dropping it ends everything.
#[derive(Debug)]
pub struct Stack {
    addresses: Addresses,
    registry: Registry,
    certificate_hash: B256,
    api_key: String,
    keys: DemoKeys,
    http: HttpClient,
    children: Children,
    wallet: Option<WalletSite>,
    tasks: Vec<JoinHandle<()>>,
    // Last: the children are gone when its files go.
    state: StateFolder,
}

#[derive(Debug)]
struct Children {
    merchant_program: Program,
    operator_program: Program,
    merchant: Option<ChildProcess>,
    operator: Option<ChildProcess>,
    anvil: Option<ChildProcess>,
}

impl Stack {
    /// Starts everything and waits until it answers. On free ports it starts over when somebody else took a child's port
    /// in the moment between finding it and the child's start.
    ///
    /// # Errors
    /// [`StackError`]; nothing keeps running then.
    pub async fn start(options: StackOptions) -> Result<Self, StackError> {
        let mut attempts = if options.ports.are_free() {
            FREE_PORT_ATTEMPTS
        } else {
            1
        };
        loop {
            attempts -= 1;
            match Self::start_once(options.clone()).await {
                Err(StackError::Ended { .. }) if attempts > 0 => {}
                started => return started,
            }
        }
    }

    async fn start_once(options: StackOptions) -> Result<Self, StackError> {
        let page = options.dist.join("index.html");
        if !page.is_file() {
            return Err(StackError::NoSite(page));
        }
        let (anvil, till) = (
            find_anvil(options.anvil.as_deref())?,
            find_till(options.till.as_deref())?,
        );
        let listeners = Listeners::bind(options.ports)?;
        let addresses = listeners.addresses()?;
        let state = StateFolder::prepare(options.state_dir.as_deref())?;
        let http = HttpClient::new().map_err(chain::RpcError::from)?;
        let keys = DemoKeys::derive();

        let Listeners {
            wallet,
            cafe,
            merchant,
            operator,
            anvil: node,
            desk,
        } = listeners;
        let anvil = start_chain(anvil, release(node)?, &addresses, &state, &http).await?;
        let rpc = RpcClient::new(http.clone(), addresses.rpc.as_str(), ChainId::new(CHAIN));
        let assets = deploy_tokens(&rpc, &keys.deployer).await?;
        let deposits = deploy_deposits(&rpc, &keys.deployer).await?;
        let exchange = deploy_exchange(&rpc, &keys, &assets).await?;

        let public_url = options
            .merchant_public_url
            .as_deref()
            .unwrap_or(&addresses.merchant);
        let zone = demo_zone(
            &addresses,
            public_url,
            &options.more_origins,
            assets,
            deposits,
            exchange,
        );
        let registry = demo_registry(&zone, &keys);
        for path in [
            state.zone().join(REGISTRY),
            state.merchant(REGISTRY),
            state.operator(REGISTRY),
        ] {
            write_registry(&path, &registry, &keys)?;
        }
        let mut offerings = make_offerings(options.city, &registry, &addresses);
        let registered = deploy_offering(&rpc, &keys, &registry, &zone.assets, &mut offerings.0).await?;
        write_city(
            &state.zone(),
            options.city,
            &zone,
            &registry,
            &addresses,
            &keys,
            offerings,
        )?;
        let certificate_hash =
            write_certificate(&state.merchant(CERTIFICATE), &zone.certificate(&keys), &keys)?;
        let api_key = random_key()?;
        write_operator_config(
            &state,
            &operator,
            &addresses,
            CHAIN,
            &zone.assets,
            &keys,
            registered,
        )?;
        write_merchant_config(&state, &merchant, &addresses, public_url, &api_key)?;
        seed_staff(&till, &state.merchant("merchant.toml")).await?;

        let program = |name: &'static str, config: PathBuf| Program {
            name,
            path: till.clone(),
            arguments: vec![name_of_role(name).into(), "--config".into(), config.into()],
            log: state.log(name_of_role(name)),
        };
        let children = Children {
            merchant_program: program("The merchant till", state.merchant("merchant.toml")),
            operator_program: program("The operator till", state.operator("operator.toml")),
            merchant: None,
            operator: None,
            anvil: Some(anvil),
        };
        let wallet = serve_wallet(wallet, &options.dist, &state.zone(), &addresses)?;
        let mut tasks = vec![serve_cafe(cafe, &addresses, public_url, &api_key)?];
        let deposit_desk = start_desk(
            &registry,
            deposits,
            &addresses.rpc,
            &addresses.wallet,
            state.desk(),
        )?;
        tasks.push(serve_desk(desk, &deposit_desk)?);
        let mut stack = Self {
            addresses,
            registry,
            certificate_hash,
            api_key,
            keys,
            http,
            children,
            wallet: Some(wallet),
            tasks,
            state,
        };
        release(operator)?;
        stack.start_operator().await?;
        release(merchant)?;
        stack.start_merchant().await?;
        Ok(stack)
    }

    /// Where everything is.
    #[must_use]
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The registry as it was signed at the start.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Names the café's certificate in revocations.
    #[must_use]
    pub const fn certificate_hash(&self) -> B256 {
        self.certificate_hash
    }

    /// The café's key at the merchant till.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// Fails when a child has ended by itself.
    ///
    /// # Errors
    /// [`StackError::Ended`].
    pub fn check(&mut self) -> Result<(), StackError> {
        let Children {
            merchant,
            operator,
            anvil,
            ..
        } = &mut self.children;
        [merchant, operator, anvil]
            .into_iter()
            .flatten()
            .try_for_each(ChildProcess::check)
    }

    /// Signs another registry and serves it to the wallet. The tills keep theirs.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn publish_registry(&self, registry: &Registry) -> Result<(), StackError> {
        write_registry(&self.state.zone().join(REGISTRY), registry, &self.keys)
    }

    /// What the site serves as `/zone/`.
    #[must_use]
    pub fn zone_folder(&self) -> PathBuf {
        self.state.zone()
    }

    /// Starts the merchant till, at first or again.
    ///
    /// # Errors
    /// [`StackError`].
    pub async fn start_merchant(&mut self) -> Result<(), StackError> {
        let started = start_till(
            &self.children.merchant_program,
            &self.addresses.merchant,
            &self.http,
        )
        .await?;
        self.children.merchant = Some(started);
        Ok(())
    }

    /// Stops the merchant till.
    pub async fn stop_merchant(&mut self) {
        if let Some(child) = self.children.merchant.take() {
            child.stop().await;
        }
    }

    /// Stops serving the wallet's site, as if the network were gone.
    pub async fn stop_wallet(&mut self) {
        if let Some(wallet) = self.wallet.take() {
            wallet.stop().await;
        }
    }

    /// Starts the operator till, at first or again.
    ///
    /// # Errors
    /// [`StackError`].
    pub async fn start_operator(&mut self) -> Result<(), StackError> {
        let started = start_till(
            &self.children.operator_program,
            &self.addresses.operator,
            &self.http,
        )
        .await?;
        self.children.operator = Some(started);
        Ok(())
    }

    /// Stops the operator till.
    pub async fn stop_operator(&mut self) {
        if let Some(child) = self.children.operator.take() {
            child.stop().await;
        }
    }

    /// Stops the chain's node.
    pub async fn stop_chain(&mut self) {
        if let Some(anvil) = self.children.anvil.take() {
            anvil.stop().await;
        }
    }

    /// Stops everything, the tills before the chain.
    pub async fn stop(mut self) {
        self.stop_merchant().await;
        self.stop_operator().await;
        self.stop_chain().await;
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.wallet.iter().for_each(WalletSite::abort);
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

fn name_of_role(name: &str) -> &'static str {
    if name.contains("merchant") {
        "merchant"
    } else {
        "operator"
    }
}

fn demo_zone(
    addresses: &Addresses,
    till: &str,
    more_origins: &[String],
    assets: Vec<DemoAsset>,
    deposits: Address,
    exchange: Address,
) -> DemoZone {
    #[expect(clippy::disallowed_methods, reason = "the demo's registry begins now")]
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    DemoZone {
        now,
        rpc: addresses.rpc.clone(),
        chain: CHAIN,
        operator_url: addresses.operator.clone(),
        // The till last: its own pages ask to be paid too, by keypad and by link.
        merchant_origins: [
            std::slice::from_ref(&addresses.cafe),
            more_origins,
            &[till.into()],
        ]
        .concat(),
        assets,
        exchange_contract: Some(exchange),
        deposits: Some((addresses.desk.clone(), deposits)),
    }
}

fn random_key() -> Result<String, StackError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| StackError::System(std::io::Error::other(error.to_string())))?;
    Ok(B256::from(bytes).to_string())
}
