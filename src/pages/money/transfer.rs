use activity::{Authorized, Direction, Entry, EntryAsset, EntryKind, Meters, State};
use browser::{FetchHttp, WebLock, now_seconds};
use chain::{Broadcast, Bytes, ChainId, FeeSuggestion, RpcClient, SignedTransaction, transfer_call};
use checkout::{RelayRequest, x402::ExactPayload};
use clearsign::{Fact, Label, Statement};
use key_worker::protocol::{
    AssetView, PrepareAuthorizationRequest, PrepareTransferRequest, RegistryView, Request, Response,
    SignPreparedRequest, SignedView, SigningView, SpendingView,
};
use leptos::prelude::*;
use sig::{Address, B256, U256};
use units::{AssetAmount, Tiyn};

use super::{ledger::is_moving, spending::spending};
use crate::{
    pages::money::{Money, MoneyTrouble, count_meters},
    services::{KeyError, TillError, relay_transfer},
};

/// Whatever a node suggests, nobody pays more a gas unit: 500 gwei.
const CEILING: u128 = 500_000_000_000;
/// Head room over the estimate, per cent.
const GAS_MARGIN: u64 = 20;

/// Who carries a transfer to the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The operator's relay: the sender needs no coin.
    Relay,
    /// The account itself, paying with coin.
    Own,
}

/// How soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speed {
    Slow,
    Normal,
    Fast,
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// To whom, as typed: the key worker refuses a wrong checksum.
    pub(crate) to: String,
    /// The same, read.
    pub(crate) recipient: Address,
    /// The token, `None` for native coin.
    pub(crate) asset: Option<AssetView>,
    pub(crate) amount: AssetAmount,
    pub(crate) way: Way,
    pub(crate) speed: Speed,
}

/// What the network takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fee {
    pub(crate) gas: u64,
    pub(crate) suggestion: FeeSuggestion,
    pub(crate) most: AssetAmount,
}

/// A transfer that was tried out and that the key worker shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    pub(crate) draft: Draft,
    pub(crate) view: SigningView,
    /// `None` where an operator pays.
    pub(crate) fee: Option<Fee>,
    /// What the recipient gets, by the trial run; `None` where the node cannot say.
    pub(crate) arrives: Option<AssetAmount>,
    /// Limits before it.
    pub(crate) meters: Option<Meters>,
    /// In tenge, where there is a rate.
    pub(crate) worth: Option<Tiyn>,
    nonce: u64,
}

struct Context {
    registry: RegistryView,
    node: RpcClient<FetchHttp>,
    account: u32,
    address: Address,
}

impl Money {
    fn context(self) -> Result<Context, MoneyTrouble> {
        let registry = self
            .wallet
            .registry
            .get_untracked()
            .ok_or(MoneyTrouble::NoRegistry)?;
        let account = untrack(move || self.wallet.account_view()).ok_or(MoneyTrouble::NoRegistry)?;
        if account.kind == key_worker::protocol::AccountKind::Watch {
            return Err(MoneyTrouble::WatchOnly);
        }
        Ok(Context {
            node: self.node(&registry),
            registry,
            account: account.number,
            address: account.address,
        })
    }

    fn meters(self) -> Option<Meters> {
        let rules = self.rules.get_untracked()?;
        let own = untrack(move || self.own_addresses());
        Some(
            self.entries
                .with_untracked(|entries| count_meters(&rules.limits, entries, &own, now_seconds())),
        )
    }
}

/// Tries a transfer out on the chain and has the key worker show it. Nothing is signed.
pub(crate) async fn prepare_transfer(money: Money, draft: Draft) -> Result<Prepared, MoneyTrouble> {
    let context = money.context()?;
    let node = &context.node;
    node.check_chain().await?;
    let token = draft.asset.as_ref().map(|asset| asset.id.token);
    let (to, value, input) = match token {
        Some(token) => (token, U256::ZERO, transfer_call(draft.recipient, draft.amount)),
        None => (draft.recipient, draft.amount.get(), Bytes::new()),
    };
    let trial = node.try_out(context.address, to, value, &input).await?;
    let arrives = trial.change(draft.recipient, token).map(|(more, _)| more);
    let worth = draft.asset.as_ref().and_then(|asset| {
        money.snapshot.with_untracked(|snapshot| {
            snapshot
                .as_ref()?
                .worth_of(asset.id, draft.amount, asset.decimals)
        })
    });
    let meters = money.meters();
    let limits = spending_of(money, &draft, worth, meters.as_ref());
    let (fee, nonce) = match draft.way {
        Way::Relay => (None, 0),
        Way::Own => {
            let fee = fee(node, draft.speed, trial.gas).await?;
            let coin = node.balance(context.address).await?;
            let needed = fee
                .most
                .get()
                .checked_add(value)
                .ok_or(MoneyTrouble::Insufficient)?;
            if coin.get() < needed {
                return Err(MoneyTrouble::NoCoin);
            }
            (Some(fee), next_nonce(money, &context).await?)
        }
    };
    let view = show(money, &context, &draft, fee.as_ref(), nonce, limits).await?;
    Ok(Prepared {
        draft,
        view,
        fee,
        arrives,
        meters,
        worth,
        nonce,
    })
}

/// What moves between the owner's accounts is not spent.
fn spending_of(
    money: Money,
    draft: &Draft,
    worth: Option<Tiyn>,
    meters: Option<&Meters>,
) -> Option<SpendingView> {
    let own = untrack(move || money.own_addresses());
    if own.contains(&draft.recipient) {
        return None;
    }
    Some(spending(meters?, worth?))
}

async fn fee(node: &RpcClient<FetchHttp>, speed: Speed, gas: u64) -> Result<Fee, MoneyTrouble> {
    let presets = node.fee_presets().await?;
    let suggestion = match speed {
        Speed::Slow => presets.slow,
        Speed::Normal => presets.normal,
        Speed::Fast => presets.fast,
    };
    let suggestion = suggestion
        .check_ceiling(CEILING)
        .map_err(|_| MoneyTrouble::FeeCeiling)?;
    let gas = gas.saturating_add(gas.saturating_mul(GAS_MARGIN) / 100);
    Ok(Fee {
        gas,
        suggestion,
        most: AssetAmount::new(suggestion.most(gas)),
    })
}

/// The number after everything that is on its way, as the node and as this wallet know it.
async fn next_nonce(money: Money, context: &Context) -> Result<u64, MoneyTrouble> {
    let of_node = context.node.next_nonce(context.address).await?;
    let own = money.entries.with_untracked(|entries| {
        let mine = entries
            .iter()
            .filter(|entry| entry.account == context.address && is_moving(entry.state));
        mine.filter_map(|entry| entry.nonce).max()
    });
    Ok(own.map_or(of_node, |last| of_node.max(last.saturating_add(1))))
}

async fn show(
    money: Money,
    context: &Context,
    draft: &Draft,
    fee: Option<&Fee>,
    nonce: u64,
    spending: Option<SpendingView>,
) -> Result<SigningView, MoneyTrouble> {
    let registry = money.registry_request()?;
    let request = match (fee, &draft.asset) {
        (None, Some(asset)) => Request::PrepareAuthorization(PrepareAuthorizationRequest {
            registry,
            account: context.account,
            asset: asset.id,
            to: draft.to.trim().to_owned(),
            amount: draft.amount,
            domain_separator: context.node.domain_separator(asset.id.token).await?,
            spending,
        }),
        (Some(fee), asset) => transfer_request(
            registry,
            context.account,
            context.registry.home_chain,
            asset.as_ref().map(|asset| asset.id),
            (draft.to.trim(), draft.amount),
            (fee.gas, fee.suggestion, nonce),
            spending,
        ),
        (None, None) => return Err(MoneyTrouble::NoCoin),
    };
    ask_to_show(money, &request).await
}

/// The key worker's request for a transaction.
pub(super) fn transfer_request(
    registry: key_worker::protocol::OpenRegistryRequest,
    account: u32,
    chain: ChainId,
    asset: Option<chain::AssetId>,
    (to, amount): (&str, AssetAmount),
    (gas_limit, fees, nonce): (u64, FeeSuggestion, u64),
    spending: Option<SpendingView>,
) -> Request {
    Request::PrepareTransfer(PrepareTransferRequest {
        registry,
        account,
        chain,
        asset,
        to: to.to_owned(),
        amount,
        nonce,
        gas_limit,
        max_fee_per_gas: AssetAmount::new(U256::from(fees.max_fee_per_gas)),
        max_priority_fee_per_gas: AssetAmount::new(U256::from(fees.max_priority_fee_per_gas)),
        spending,
    })
}

pub(super) async fn ask_to_show(money: Money, request: &Request) -> Result<SigningView, MoneyTrouble> {
    match money.wallet.ask(request).await? {
        Response::Signing(view) => Ok(*view),
        _ => Err(KeyError::Worker.into()),
    }
}

pub(super) async fn sign(money: Money, handle: u32) -> Result<SignedView, MoneyTrouble> {
    let request = Request::SignPrepared(SignPreparedRequest {
        handle,
        allow_unlimited: false,
    });
    match money.wallet.ask(&request).await? {
        Response::SignedRequest(signed) => Ok(signed),
        _ => Err(KeyError::Worker.into()),
    }
}

/// Signs what was shown, writes it down, and only then sends it. Gives the entry's identifier. Once it is written down
/// it is on its way, whatever the network does: the same bytes are sent again until the chain has them or their time is
/// over.
pub(crate) async fn send_transfer(money: Money, prepared: Prepared) -> Result<String, MoneyTrouble> {
    let context = money.context()?;
    // Two tabs never use one number.
    let _alone = lock_nonces(&context).await;
    let handle = match prepared.fee {
        None => prepared.view.handle,
        Some(fee) => {
            let nonce = next_nonce(money, &context).await?;
            if nonce == prepared.nonce {
                prepared.view.handle
            } else {
                let limits = spending_of(money, &prepared.draft, prepared.worth, money.meters().as_ref());
                let view = show(money, &context, &prepared.draft, Some(&fee), nonce, limits).await?;
                if !same_but_number(&view.statement, &prepared.view.statement) {
                    return Err(KeyError::Worker.into());
                }
                view.handle
            }
        }
    };
    let entry = match sign(money, handle).await? {
        SignedView::Transaction { raw, hash } => {
            let signed = SignedTransaction { raw, hash };
            let entry = outgoing(money, &context, &prepared, &signed);
            return broadcast(money, &context.node, entry, &signed).await;
        }
        SignedView::Authorization {
            authorization,
            signature,
        } => {
            let (nonce, valid_before) = (authorization.nonce, authorization.valid_before);
            let asset = prepared
                .draft
                .asset
                .as_ref()
                .map(|asset| asset.id)
                .ok_or(MoneyTrouble::NoRegistry)?;
            let request = RelayRequest {
                asset,
                payload: ExactPayload {
                    signature,
                    authorization,
                },
            };
            Entry {
                id: nonce.to_string(),
                authorized: Some(Authorized { nonce, valid_before }),
                raw: serde_json::to_string(&request).ok(),
                ..plain_entry(money, &context, &prepared)
            }
        }
        SignedView::Message { .. } | SignedView::Proof { .. } => return Err(KeyError::Worker.into()),
    };
    carry(money, entry).await
}

async fn carry(money: Money, mut entry: Entry) -> Result<String, MoneyTrouble> {
    money.keep(vec![entry.clone()]).await?;
    let relay = money.relay().ok_or(MoneyTrouble::Relay(TillError::Missing))?;
    let raw = entry.raw.clone().unwrap_or_default();
    match relay_transfer(&relay, &raw).await {
        Ok(carried) => {
            entry.transaction = carried.transaction;
            entry.state = State::Pending { missed: 0 };
            money.keep(vec![entry.clone()]).await?;
        }
        Err(error @ TillError::Refused(_)) => {
            // The relay has looked at it and sends nothing; nobody else has the signature.
            entry.state = State::Refused;
            money.keep(vec![entry]).await?;
            return Err(MoneyTrouble::Relay(error));
        }
        // It may have arrived. The same request goes out again with the next look.
        Err(_) => {}
    }
    Ok(entry.id)
}

/// Writes an entry down and broadcasts it.
pub(super) async fn broadcast(
    money: Money,
    node: &RpcClient<FetchHttp>,
    mut entry: Entry,
    signed: &SignedTransaction,
) -> Result<String, MoneyTrouble> {
    money.keep(vec![entry.clone()]).await?;
    match node.broadcast(signed).await {
        Broadcast::Accepted | Broadcast::LookUp => entry.state = State::Pending { missed: 0 },
        // The same bytes go out again with the next look.
        Broadcast::Unknown => return Ok(entry.id),
        Broadcast::Refused(refusal) => {
            entry.state = State::Refused;
            money.keep(vec![entry]).await?;
            return Err(MoneyTrouble::Refused(refusal));
        }
    }
    money.keep(vec![entry.clone()]).await?;
    Ok(entry.id)
}

fn outgoing(money: Money, context: &Context, prepared: &Prepared, signed: &SignedTransaction) -> Entry {
    let nonce = chain::decode_signed(&signed.raw)
        .ok()
        .map(|decoded| decoded.transaction.nonce);
    Entry {
        id: signed.hash.to_string(),
        transaction: signed.hash,
        fee: prepared.fee.map_or(AssetAmount::ZERO, |fee| fee.most),
        nonce,
        raw: Some(signed.raw.to_string()),
        ..plain_entry(money, context, prepared)
    }
}

fn plain_entry(money: Money, context: &Context, prepared: &Prepared) -> Entry {
    let draft = &prepared.draft;
    let asset = match &draft.asset {
        Some(asset) => super::ledger::entry_asset(asset),
        None => coin_asset(money, context.registry.home_chain),
    };
    let source = draft.asset.as_ref().and_then(|asset| {
        money
            .snapshot
            .with_untracked(|snapshot| Some(snapshot.as_ref()?.rate_of(asset.id)?.source.clone()))
    });
    let to_itself = draft.recipient == context.address;
    Entry {
        id: String::new(),
        transaction: B256::ZERO,
        account: context.address,
        kind: EntryKind::Transfer,
        direction: if to_itself { Direction::Own } else { Direction::Out },
        asset,
        amount: draft.amount,
        worth: prepared.worth,
        rate_source: source.filter(|_| prepared.worth.is_some()),
        counterparty: draft.recipient,
        time: now_seconds(),
        fee: AssetAmount::ZERO,
        nonce: None,
        state: State::Signed,
        raw: None,
        note: String::new(),
        related: None,
        authorized: None,
        party: None,
    }
}

/// Native coin in an entry; every coin has 18 decimals.
pub(super) fn coin_asset(money: Money, chain: ChainId) -> EntryAsset {
    EntryAsset {
        chain,
        token: None,
        symbol: untrack(move || money.coin()),
        decimals: 18,
    }
}

async fn lock_nonces(context: &Context) -> WebLock {
    WebLock::acquire(&format!(
        "cryptocity.nonce {} {}",
        context.registry.home_chain, context.address
    ))
    .await
}

/// The number of a transaction may have changed since it was shown, nothing else.
fn same_but_number(one: &Statement, other: &Statement) -> bool {
    let facts = |statement: &Statement| -> Vec<Fact> {
        statement
            .facts
            .iter()
            .filter(|fact| fact.label != Label::Nonce)
            .cloned()
            .collect()
    };
    one.intent == other.intent && one.warnings == other.warnings && facts(one) == facts(other)
}
