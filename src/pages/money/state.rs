use std::sync::Arc;

use activity::Entry;
use browser::FetchHttp;
use chain::{HttpLimits, RpcClient};
use gloo_timers::future::TimeoutFuture;
use key_worker::protocol::{LockState, OpenRegistryRequest, OperatorRuleView, RegistryView, RulesView};
use leptos::{prelude::*, task::spawn_local};
use sig::Address;

use crate::pages::{
    lazy::{PartMissing, part},
    money::{Book, MoneyTrouble, Snapshot},
    wallet::Wallet,
};

/// A part that did not come is asked for again after so many milliseconds.
const AGAIN_MS: u32 = 5_000;
/// A node that takes longer is asked again; people do not wait longer either.
const LIMITS: HttpLimits = HttpLimits {
    deadline_ms: 6_000,
    max_bytes: 2 * 1024 * 1024,
};

/// How the nodes of the chain answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    /// Not asked yet.
    Unknown,
    /// The first one answers.
    Good,
    /// Only another one than the first answers.
    Degraded,
    /// None answers: what is shown is what was known last.
    Offline,
    /// They serve another chain than the registry says.
    WrongChain,
}

/// Endpoints and the client made for them.
type KnownNode = (Vec<String>, RpcClient<FetchHttp>);

/// What the pages know of the wallet's money.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money {
    pub(crate) wallet: Wallet,
    /// Of the account on screen, as last read.
    pub(crate) snapshot: RwSignal<Option<Snapshot>>,
    pub(crate) network: RwSignal<Network>,
    /// Of all accounts, the newest first.
    pub(crate) entries: RwSignal<Arc<Vec<Entry>>>,
    /// Whether `entries` were read.
    pub(crate) loaded: RwSignal<bool>,
    pub(crate) book: RwSignal<Arc<Book>>,
    pub(crate) rules: RwSignal<Option<Arc<RulesView>>>,
    /// What went wrong with what is kept here.
    pub(crate) trouble: RwSignal<Option<MoneyTrouble>>,
    node: StoredValue<Option<KnownNode>, LocalStorage>,
    /// One refresh at a time; another one asked for meanwhile follows it.
    pub(super) busy: StoredValue<bool>,
    pub(super) again: StoredValue<bool>,
}

/// Call once below the wallet's context: everything is kept up to date while the wallet is open.
pub(crate) fn provide_money(wallet: Wallet) -> Money {
    let money = Money {
        wallet,
        snapshot: RwSignal::new(None),
        network: RwSignal::new(Network::Unknown),
        entries: RwSignal::new(Arc::default()),
        loaded: RwSignal::new(false),
        book: RwSignal::new(Arc::default()),
        rules: RwSignal::new(None),
        trouble: RwSignal::new(None),
        node: StoredValue::new_local(None),
        busy: StoredValue::new(false),
        again: StoredValue::new(false),
    };
    provide_context(money);
    start_when_opened(money);
    money
}

/// What asks the chain comes with the pages that show it, once the wallet is open.
fn start_when_opened(money: Money) {
    let owner = Owner::current();
    let opened = Memo::new(move |_| money.wallet.lock_state() == Some(LockState::Unlocked));
    Effect::new(move |started: Option<bool>| {
        if started == Some(true) || !opened.get() {
            return started == Some(true);
        }
        let owner = owner.clone();
        spawn_local(async move {
            let start = loop {
                match part::keep_up().await {
                    Ok(start) => break start,
                    Err(PartMissing) => TimeoutFuture::new(AGAIN_MS).await,
                }
            };
            match owner {
                Some(owner) => owner.with(|| start(money)),
                None => start(money),
            }
        });
        true
    });
}

impl Money {
    /// The money provided by the app.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// The client of the home chain's nodes; it remembers which of them answers.
    pub(crate) fn node(self, registry: &RegistryView) -> RpcClient<FetchHttp> {
        let known = self.node.get_value().filter(|(urls, _)| *urls == registry.rpc);
        if let Some((_, node)) = known {
            return node;
        }
        let node = RpcClient::with_endpoints(FetchHttp, registry.rpc.clone(), registry.home_chain)
            .with_limits(LIMITS)
            .with_rounds(2);
        self.node.set_value(Some((registry.rpc.clone(), node.clone())));
        node
    }

    /// Blocks on top after which something is final.
    pub(crate) fn finality_depth(self, registry: &RegistryView) -> u64 {
        self.rules.with_untracked(|rules| {
            let chains = rules
                .as_ref()
                .map(|rules| rules.chains.as_slice())
                .unwrap_or_default();
            chains
                .iter()
                .find(|chain| chain.id == registry.home_chain)
                .map_or(12, |chain| chain.finality_depth)
        })
    }

    /// What the native coin of the home chain is called.
    pub(crate) fn coin(self) -> String {
        let home = self
            .wallet
            .registry
            .with(|registry| registry.as_ref().map(|registry| registry.home_chain));
        self.rules.with(|rules| {
            let chains = rules
                .as_ref()
                .map(|rules| rules.chains.as_slice())
                .unwrap_or_default();
            let found = chains.iter().find(|chain| Some(chain.id) == home);
            found.map_or_else(|| "ETH".to_owned(), |chain| chain.coin.clone())
        })
    }

    /// The operator that carries residents' own transfers, if the registry names one.
    pub(crate) fn relaying_operator(self) -> Option<OperatorRuleView> {
        self.rules.with(|rules| {
            let operators = rules
                .as_ref()
                .map(|rules| rules.operators.as_slice())
                .unwrap_or_default();
            operators
                .iter()
                .find(|operator| operator.relay.is_some())
                .cloned()
        })
    }

    pub(super) fn relay(self) -> Option<String> {
        untrack(move || self.relaying_operator()).and_then(|operator| operator.relay)
    }

    /// The registry as it was fetched, for the key worker.
    pub(crate) fn registry_request(self) -> Result<OpenRegistryRequest, MoneyTrouble> {
        self.wallet.registry_request().ok_or(MoneyTrouble::NoRegistry)
    }

    pub(super) fn account(self) -> Option<Address> {
        untrack(move || self.wallet.account())
    }

    /// All addresses of the wallet.
    pub(crate) fn own_addresses(self) -> Vec<Address> {
        self.wallet.status.with(|status| {
            let accounts = status
                .as_ref()
                .map(|status| status.accounts.as_slice())
                .unwrap_or_default();
            accounts.iter().map(|account| account.address).collect()
        })
    }
}
