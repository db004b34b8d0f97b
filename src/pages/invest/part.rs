use deals::{OfferingPhase, RetailLimit, SignedSubscription, SubscriptionState};
use key_worker::protocol::{AssetView, OperatorView, SubscriptionView};
use leptos::{prelude::*, task::spawn_local};
use sig::{Address, B256};

use crate::{
    pages::invest::Offered,
    services::{OfferingOnChain, ReadChainError, read_offering, read_retail_limit},
};

/// What the form is doing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asking {
    /// Nothing.
    Idle,
    /// The registrar is asked.
    Busy,
    /// It has signed, and what it signed was verified.
    Registered(Box<Registered>),
    /// It was signed here too; what became of it.
    Done(Box<Registered>, SubscriptionState, Option<B256>),
    /// Why not, and whether the registrar would do it for somebody it knows.
    Failed(String, bool),
}

/// A subscription that only lacks the investor's signature.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Registered {
    /// As the registrar signed it.
    pub(super) signed: SignedSubscription,
    /// What it says.
    pub(super) view: SubscriptionView,
}

/// Whether the offering can be subscribed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The chain is asked.
    Coming,
    /// The chain gives no answer.
    Unreadable(ReadChainError),
    /// The contract is not what the catalogue says.
    Another,
    /// As the contract says.
    At(OfferingPhase),
}

/// One account's part in an offering: what all pieces of the page share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) offered: StoredValue<Offered>,
    pub(super) operator: StoredValue<OperatorView>,
    pub(super) asset: StoredValue<AssetView>,
    pub(super) rpc: StoredValue<Vec<String>>,
    pub(super) account: Address,
    pub(super) chain: RwSignal<Option<Result<OfferingOnChain, ReadChainError>>>,
    pub(super) limit: RwSignal<Option<RetailLimit>>,
    pub(super) asking: RwSignal<Asking>,
}

impl Part {
    pub(super) fn new(
        offered: Offered,
        (operator, asset): (OperatorView, AssetView),
        rpc: Vec<String>,
        account: Address,
    ) -> Self {
        let part = Self {
            offered: StoredValue::new(offered),
            operator: StoredValue::new(operator),
            asset: StoredValue::new(asset),
            rpc: StoredValue::new(rpc),
            account,
            chain: RwSignal::new(None),
            limit: RwSignal::new(None),
            asking: RwSignal::new(Asking::Idle),
        };
        part.refresh();
        part
    }

    /// Asks chain and registrar again; what was known stays until they answer.
    pub(super) fn refresh(self) {
        let (rpc, account) = (self.rpc.get_value(), self.account);
        let (asset, contract) = self
            .offered
            .with_value(|offered| (offered.terms.asset, offered.terms.contract));
        let url = self.operator.with_value(|operator| operator.url.clone());
        spawn_local(async move {
            let read = read_offering(&rpc, asset, contract, account).await;
            // The page may be gone by then.
            let _ = self.chain.try_set(Some(read));
        });
        spawn_local(async move {
            if let Ok(limit) = read_retail_limit(&url, account).await {
                let _ = self.limit.try_set(Some(limit));
            }
        });
    }

    /// What the contract says, once it has; follows changes.
    pub(super) fn on_chain(self) -> Option<OfferingOnChain> {
        self.chain.with(|chain| chain.as_ref()?.as_ref().ok().copied())
    }

    /// Whether it can be subscribed; follows changes.
    pub(super) fn standing(self) -> Standing {
        self.chain.with(|chain| match chain {
            None => Standing::Coming,
            Some(Err(error)) => Standing::Unreadable(*error),
            Some(Ok(chain)) => {
                let fits = self.offered.with_value(|offered| {
                    let terms = &offered.terms;
                    chain.offer.documents_hash == terms.documents_hash
                        && chain.offer.price == terms.unit_price
                        && chain.offer.payment_token == terms.asset.token
                });
                if fits {
                    Standing::At(chain.phase)
                } else {
                    Standing::Another
                }
            }
        })
    }
}
