use std::sync::Arc;

use activity::{Entry, EntryAsset, Known, catch_up};
use browser::{FetchHttp, now_seconds, read_record, write_records};
use chain::{Broadcast, RpcClient, SignedTransaction};
use gloo_timers::future::TimeoutFuture;
use key_worker::protocol::{LockState, RegistryView, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use sig::Address;

use super::ledger::{entry_asset, is_moving, read_ledger, read_scanned};
use crate::{
    pages::money::{Money, MoneyTrouble, Network, Snapshot},
    services::{relay_transfer, request_rates},
};

/// How often the chain is looked at, in milliseconds: while something is on its way, and otherwise.
const SOON_MS: u32 = 2_500;
const LATER_MS: u32 = 15_000;
/// A rate read so long after a movement says nothing about its worth, in seconds.
const RATE_FITS: u64 = 3_600;

/// Keeps everything up to date from now on, while the wallet is open.
pub(crate) fn keep_up(money: Money) {
    let wallet = money.wallet;
    let open = Memo::new(move |_| {
        let unlocked = wallet.lock_state() == Some(LockState::Unlocked);
        unlocked.then(|| (wallet.account(), wallet.registry.with(Option::is_some)))
    });
    Effect::new(move |before: Option<Option<Address>>| {
        let Some((account, _)) = open.get() else {
            money.forget();
            return None;
        };
        if before.flatten() != account {
            money.snapshot.set(None);
        }
        spawn_local(money.open());
        account
    });
    spawn_local(money.keep_up());
}

impl Money {
    /// Nothing of the owner's stays in sight when the wallet is locked.
    fn forget(self) {
        self.snapshot.set(None);
        self.entries.set(Arc::default());
        self.loaded.set(false);
        self.book.set(Arc::default());
    }

    async fn keep_up(self) {
        loop {
            let moving = self.entries.with_untracked(|entries| {
                let since = now_seconds().saturating_sub(RATE_FITS);
                entries
                    .iter()
                    .take_while(|entry| entry.time >= since)
                    .any(|entry| is_moving(entry.state))
            });
            TimeoutFuture::new(if moving { SOON_MS } else { LATER_MS }).await;
            let open = self.wallet.lock_state_untracked() == Some(LockState::Unlocked);
            if open && !document().hidden() {
                if self.wallet.registry_kept.get_untracked() {
                    self.wallet.renew_registry().await;
                }
                self.refresh().await;
            }
        }
    }

    /// Shows what is kept, then asks the chain.
    async fn open(self) {
        if let Err(trouble) = self.load().await {
            self.trouble.set(Some(trouble));
        }
        self.refresh().await;
    }

    async fn load(self) -> Result<(), MoneyTrouble> {
        if !self.loaded.get_untracked() {
            self.entries.set(Arc::new(read_ledger().await?));
            self.loaded.set(true);
        }
        if let Some(account) = self.account()
            && self.snapshot.with_untracked(Option::is_none)
            && let Some(text) = read_record(&balances_key(account))
                .await
                .map_err(|_| MoneyTrouble::Storage)?
            && let Ok(snapshot) = serde_json::from_str(&text)
        {
            self.snapshot.set(Some(snapshot));
        }
        let book = self.load_book().await?;
        self.book.set(Arc::new(book));
        if let Ok(request) = self.registry_request()
            && let Response::Rules(rules) = self.wallet.ask(&Request::ShowRules(request)).await?
        {
            self.rules.set(Some(Arc::new(*rules)));
        }
        Ok(())
    }

    /// Asks the chain and the operator. What does not answer leaves what was known.
    pub(crate) async fn refresh(self) {
        if self.busy.get_value() {
            self.again.set_value(true);
            return;
        }
        self.busy.set_value(true);
        loop {
            self.again.set_value(false);
            match self.look().await {
                Ok(()) => {}
                Err(MoneyTrouble::Offline | MoneyTrouble::Refused(_) | MoneyTrouble::Reverted(_)) => {
                    self.network.set(Network::Offline);
                }
                Err(MoneyTrouble::WrongChain) => self.network.set(Network::WrongChain),
                Err(MoneyTrouble::NoRegistry) => {}
                Err(trouble) => self.trouble.set(Some(trouble)),
            }
            if !self.again.get_value() {
                break;
            }
        }
        self.busy.set_value(false);
    }

    async fn look(self) -> Result<(), MoneyTrouble> {
        let (Some(registry), Some(account)) = (self.wallet.registry.get_untracked(), self.account()) else {
            return Err(MoneyTrouble::NoRegistry);
        };
        let node = self.node(&registry);
        self.read_holdings(&node, &registry, account).await?;
        self.network.set(if node.is_degraded() {
            Network::Degraded
        } else {
            Network::Good
        });
        if !self.loaded.get_untracked() {
            return Ok(());
        }
        self.read_activity(&node, &registry, account).await?;
        self.link_payments().await?;
        self.recognise_transfers(&registry).await
    }

    async fn read_holdings(
        self,
        node: &RpcClient<FetchHttp>,
        registry: &RegistryView,
        account: Address,
    ) -> Result<(), MoneyTrouble> {
        let tokens: Vec<Address> = registry.assets.iter().map(|asset| asset.id.token).collect();
        let read = node.holdings(account, &tokens).await;
        let rates = match registry.operators.first() {
            Some(operator) => request_rates(&operator.url).await.ok(),
            None => None,
        };
        let (now, known) = (now_seconds(), self.snapshot.get_untracked());
        let held = match read {
            Ok(held) => held,
            Err(error) => return Err(error.into()),
        };
        let known_rates = known
            .map(|known| (known.rates, known.rates_at))
            .unwrap_or_default();
        let (rates, rates_at) = rates.map_or(known_rates, |rates| (rates, Some(now)));
        let ids = registry.assets.iter().map(|asset| asset.id);
        let snapshot = Snapshot {
            taken_at: now,
            coin: held.coin,
            tokens: ids
                .zip(held.tokens)
                .filter_map(|(id, amount)| Some((id, amount?)))
                .collect(),
            rates,
            rates_at,
        };
        if self.account() == Some(account) {
            let text = serde_json::to_string(&snapshot).unwrap_or_default();
            self.snapshot.set(Some(snapshot));
            write_records(&[(balances_key(account), text)])
                .await
                .map_err(|_| MoneyTrouble::Storage)?;
        }
        Ok(())
    }

    async fn read_activity(
        self,
        node: &RpcClient<FetchHttp>,
        registry: &RegistryView,
        account: Address,
    ) -> Result<(), MoneyTrouble> {
        let chain = registry.home_chain.to_string();
        let mine: Vec<Entry> = self.entries.with_untracked(|all| {
            all.iter()
                .filter(|entry| entry.account == account)
                .cloned()
                .collect()
        });
        let tokens: Vec<EntryAsset> = registry.assets.iter().map(entry_asset).collect();
        let known = Known {
            account,
            entries: &mine,
            scanned_to: read_scanned(&chain, account).await,
            tokens: &tokens,
            depth: self.finality_depth(registry),
        };
        let now = now_seconds();
        let mut found = catch_up(node, known, now).await?;
        for entry in found
            .changed
            .iter_mut()
            .filter(|entry| found.new.contains(&entry.id))
        {
            self.price(entry, now);
        }
        let scanned = (format!("scan/{chain}/{account}"), found.scanned_to.to_string());
        self.keep_with(found.changed, Some(scanned)).await?;
        for id in found.resend {
            self.resend(node, account, &id).await?;
        }
        Ok(())
    }

    /// What a movement is worth, if it happened just now.
    pub(super) fn price(self, entry: &mut Entry, now: u64) {
        if now.saturating_sub(entry.time) > RATE_FITS {
            return;
        }
        let Some(id) = entry.asset.token else { return };
        self.snapshot.with_untracked(|snapshot| {
            let Some(snapshot) = snapshot else { return };
            entry.worth = snapshot.worth_of(id, entry.amount, entry.asset.decimals);
            entry.rate_source = snapshot.rate_of(id).map(|rate| rate.source.clone());
        });
    }

    /// Sends the same bytes once more: what arrived before is recognised, nothing is paid twice.
    pub(super) async fn resend(
        self,
        node: &RpcClient<FetchHttp>,
        account: Address,
        id: &str,
    ) -> Result<(), MoneyTrouble> {
        let entry = self.entries.with_untracked(|entries| {
            entries
                .iter()
                .find(|entry| entry.id == id && entry.account == account)
                .cloned()
        });
        let Some((mut entry, raw)) = entry.and_then(|entry| entry.raw.clone().map(|raw| (entry, raw))) else {
            return Ok(());
        };
        if entry.authorized.is_some() {
            let Some(relay) = self.relay() else { return Ok(()) };
            if let Ok(carried) = relay_transfer(&relay, &raw).await {
                entry.transaction = carried.transaction;
                self.keep(vec![entry]).await?;
            }
            return Ok(());
        }
        if let Ok(raw) = raw.parse() {
            // Whatever the node says, the next look finds out where the transaction is.
            let _: Broadcast = node
                .broadcast(&SignedTransaction {
                    raw,
                    hash: entry.transaction,
                })
                .await;
        }
        Ok(())
    }
}

fn balances_key(account: Address) -> String {
    format!("balances/{account}")
}
