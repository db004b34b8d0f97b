use std::{cmp::Reverse, sync::Arc};

use activity::{Entry, EntryAsset, EntryKind, KnownContracts, PartyName, State, recognise};
use browser::{JournalEntry, read_payments, read_record, read_records, write_records};
use gloo_timers::future::TimeoutFuture;
use key_worker::protocol::{
    AssetView, CheckSettlementRequest, OpenRegistryRequest, PayRequest, PayResponse, RegistryView, Request,
    Response, SettlementView,
};
use leptos::prelude::*;
use sig::Address;

use crate::{
    pages::money::{Money, MoneyTrouble},
    services::known_offerings,
};

const ENTRIES: &str = "activity/";
/// So many entries are read without a pause, so that the page answers meanwhile.
const AT_ONCE: usize = 400;

fn key_of(entry: &Entry) -> String {
    format!("{ENTRIES}{}/{}", entry.account, entry.id)
}

/// Everything that was kept, of all accounts, the newest first. What cannot be read is found again on the chain.
pub(super) async fn read_ledger() -> Result<Vec<Entry>, MoneyTrouble> {
    let texts = read_records(ENTRIES).await.map_err(|_| MoneyTrouble::Storage)?;
    let mut entries = Vec::with_capacity(texts.len());
    for some in texts.chunks(AT_ONCE) {
        entries.extend(
            some.iter()
                .filter_map(|text| serde_json::from_str::<Entry>(text).ok()),
        );
        if texts.len() > AT_ONCE {
            TimeoutFuture::new(0).await;
        }
    }
    sort(&mut entries);
    Ok(entries)
}

fn sort(entries: &mut [Entry]) {
    entries.sort_by_cached_key(|entry| (Reverse(entry.time), entry.id.clone()));
}

/// The address of an entry's page.
pub(crate) fn path_of_entry(id: &str) -> String {
    format!("/activity/{}", id.replace('/', "."))
}

/// The entry that an address of the wallet names.
pub(crate) fn entry_of_path(entries: &[Entry], id: &str) -> Option<Entry> {
    entries
        .iter()
        .find(|entry| entry.id.replace('/', ".") == id)
        .cloned()
}

/// The last block that was looked at for an account.
pub(super) async fn read_scanned(chain: &str, account: Address) -> Option<u64> {
    let text = read_record(&format!("scan/{chain}/{account}"))
        .await
        .ok()
        .flatten()?;
    text.parse().ok()
}

/// What the registry's asset is in an entry.
pub(super) fn entry_asset(asset: &AssetView) -> EntryAsset {
    EntryAsset {
        chain: asset.id.chain,
        token: Some(asset.id),
        symbol: asset.symbol.clone(),
        decimals: asset.decimals,
    }
}

impl Money {
    /// Keeps entries durably, new or changed, then shows them.
    pub(super) async fn keep(self, entries: Vec<Entry>) -> Result<(), MoneyTrouble> {
        self.keep_with(entries, None).await
    }

    /// The same, with a record that must be true only if they are kept.
    pub(super) async fn keep_with(
        self,
        entries: Vec<Entry>,
        record: Option<(String, String)>,
    ) -> Result<(), MoneyTrouble> {
        let written = entries.iter().map(|entry| {
            let text = serde_json::to_string(entry).unwrap_or_default();
            (key_of(entry), text)
        });
        let records: Vec<(String, String)> = written.chain(record).collect();
        if records.is_empty() {
            return Ok(());
        }
        write_records(&records).await.map_err(|_| MoneyTrouble::Storage)?;
        if !entries.is_empty() {
            self.entries.update(|known| {
                let mut all = known.as_ref().clone();
                for entry in entries {
                    match all
                        .iter_mut()
                        .find(|known| known.id == entry.id && known.account == entry.account)
                    {
                        Some(known) => *known = entry,
                        None => all.push(entry),
                    }
                }
                sort(&mut all);
                *known = Arc::new(all);
            });
        }
        Ok(())
    }

    /// Notes which transfers were payments at merchants: the pay page has kept their papers, and the key worker verifies
    /// them again.
    pub(super) async fn link_payments(self) -> Result<(), MoneyTrouble> {
        let payments = read_payments().await.map_err(|_| MoneyTrouble::Storage)?;
        for (order, journalled) in payments {
            let linked = self.entries.with_untracked(|entries| {
                entries
                    .iter()
                    .any(|entry| entry.related.as_deref() == Some(order.as_str()))
            });
            if linked || journalled.settled.is_none() {
                continue;
            }
            // Papers that do not hold link nothing.
            let Ok(view) = self.check_payment(&journalled).await else {
                continue;
            };
            let found = self.entries.with_untracked(|entries| {
                entries
                    .iter()
                    .find(|entry| entry.transaction == view.transaction && entry.spends())
                    .cloned()
            });
            if let Some(entry) = found {
                self.keep(vec![as_payment(entry, order, &view)]).await?;
            }
        }
        Ok(())
    }

    /// Notes which transfers were exchanges, deposits, investments, top-ups, cash-outs and refunds.
    pub(super) async fn recognise_transfers(self, registry: &RegistryView) -> Result<(), MoneyTrouble> {
        let operators = &registry.operators;
        let contracts = KnownContracts {
            exchanges: operators
                .iter()
                .filter_map(|operator| operator.exchange_contract)
                .collect(),
            deposits: operators
                .iter()
                .filter_map(|operator| operator.deposit_contract)
                .collect(),
            offerings: known_offerings().await,
            bank: self.book.with_untracked(|book| {
                let deals = book.bank.iter();
                deals
                    .filter_map(|deal| Some((deal.transaction?, deal.kind)))
                    .collect()
            }),
        };
        let known = self.entries.with_untracked(|all| {
            let payments: Vec<Entry> = all
                .iter()
                .filter(|entry| entry.kind == EntryKind::Payment)
                .cloned()
                .collect();
            all.iter()
                .filter_map(|entry| recognise(entry, &payments, &contracts))
                .collect()
        });
        self.keep(known).await
    }

    /// Has the key worker verify the papers of a payment again.
    pub(crate) async fn check_payment(
        self,
        journalled: &JournalEntry,
    ) -> Result<SettlementView, MoneyTrouble> {
        let request = CheckSettlementRequest {
            // The rules that hold now do not undo a receipt.
            registry: OpenRegistryRequest {
                seen_version: 0,
                ..self.registry_request()?
            },
            payment_required: journalled.payment_required.clone(),
            accept_index: journalled.accept_index,
            account: journalled.account,
            signed_at: journalled.signed_at,
            settled: journalled.settled.clone().unwrap_or_default(),
        };
        let request = Request::Pay(PayRequest::CheckSettlement(request));
        match self.wallet.ask(&request).await? {
            Response::Pay(PayResponse::Settlement(view)) => Ok(*view),
            _ => Err(crate::services::KeyError::Worker.into()),
        }
    }
}

fn as_payment(entry: Entry, order: String, view: &SettlementView) -> Entry {
    let names = &view.payment.merchant.names;
    let offer = view.payment.offers.get(view.payment.chosen);
    Entry {
        kind: EntryKind::Payment,
        related: Some(order),
        party: Some(PartyName {
            kk: names.kk.clone(),
            ru: names.ru.clone(),
            en: names.en.clone(),
        }),
        worth: Some(view.payment.total_tiyn),
        rate_source: offer.map(|offer| offer.rate_source.clone()),
        ..entry
    }
}

/// Whether it may still change soon.
pub(super) const fn is_moving(state: State) -> bool {
    matches!(
        state,
        State::Signed | State::Pending { .. } | State::Mined { .. } | State::Dropped
    )
}
