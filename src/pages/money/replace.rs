use activity::{Direction, Entry, EntryKind, State};
use browser::{WebLock, now_seconds};
use chain::{FeeSuggestion, Pricing, SignedTransaction, Transaction, decode_signed};
use key_worker::protocol::{SignedView, SigningView};
use leptos::prelude::*;
use units::AssetAmount;

use super::transfer::{ask_to_show, broadcast, coin_asset, sign, transfer_request};
use crate::{
    pages::money::{Money, MoneyTrouble},
    services::KeyError,
};

/// What takes a transaction's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replacement {
    /// The same with a higher fee.
    SpeedUp,
    /// Nothing, sent to oneself under its number.
    Cancel,
}

/// A replacement that the key worker shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PreparedReplacement {
    pub(crate) view: SigningView,
    pub(crate) most: AssetAmount,
    kind: Replacement,
    old: Entry,
}

/// Plain coin to oneself.
const CANCEL_GAS: u64 = 21_000;

/// Whether another transaction can take an entry's place: it is the account's own and in no block.
pub(crate) const fn can_replace(entry: &Entry) -> bool {
    entry.nonce.is_some()
        && entry.raw.is_some()
        && matches!(
            entry.state,
            State::Signed | State::Pending { .. } | State::Dropped
        )
}

fn read(entry: &Entry) -> Option<(Transaction, FeeSuggestion)> {
    let raw: chain::Bytes = entry.raw.as_ref()?.parse().ok()?;
    let transaction = decode_signed(&raw).ok()?.transaction;
    let Pricing::Dynamic {
        max_fee_per_gas,
        max_priority_fee_per_gas,
        ..
    } = transaction.pricing
    else {
        return None;
    };
    Some((
        transaction,
        FeeSuggestion {
            max_fee_per_gas,
            max_priority_fee_per_gas,
        },
    ))
}

/// Has the key worker show what would take the place of a transaction, for at least an eighth more.
pub(crate) async fn prepare_replacement(
    money: Money,
    old: Entry,
    kind: Replacement,
) -> Result<PreparedReplacement, MoneyTrouble> {
    let registry = money
        .wallet
        .registry
        .get_untracked()
        .ok_or(MoneyTrouble::NoRegistry)?;
    let account =
        untrack(move || money.wallet.account_view()).filter(|account| account.address == old.account);
    let account = account.ok_or(MoneyTrouble::WatchOnly)?;
    let (transaction, fees) = read(&old).ok_or(KeyError::Worker)?;
    let node = money.node(&registry);
    node.check_chain().await?;
    let now = node.fee_presets().await?;
    let suggestion = match kind {
        Replacement::SpeedUp => now.fast,
        Replacement::Cancel => now.normal,
    };
    let fees = fees.replacement(suggestion);
    let own = old.account.to_string();
    let to = old.counterparty.to_string();
    let asset = old.asset.token;
    let (asset, to, amount, gas) = match kind {
        Replacement::SpeedUp => (asset, to.as_str(), old.amount, transaction.gas_limit),
        Replacement::Cancel => (None, own.as_str(), AssetAmount::ZERO, CANCEL_GAS),
    };
    let request = transfer_request(
        money.registry_request()?,
        account.number,
        registry.home_chain,
        asset,
        (to, amount),
        (gas, fees, transaction.nonce),
        // It was within the limits when it was sent first, and is counted once.
        None,
    );
    let view = ask_to_show(money, &request).await?;
    Ok(PreparedReplacement {
        view,
        most: AssetAmount::new(fees.most(gas)),
        kind,
        old,
    })
}

/// Signs a replacement, writes it down and sends it. Gives the new entry's identifier.
pub(crate) async fn send_replacement(
    money: Money,
    prepared: PreparedReplacement,
) -> Result<String, MoneyTrouble> {
    let registry = money
        .wallet
        .registry
        .get_untracked()
        .ok_or(MoneyTrouble::NoRegistry)?;
    let old = prepared.old;
    let _alone = WebLock::acquire(&format!(
        "cryptocity.nonce {} {}",
        registry.home_chain, old.account
    ))
    .await;
    let SignedView::Transaction { raw, hash } = sign(money, prepared.view.handle).await? else {
        return Err(KeyError::Worker.into());
    };
    let signed = SignedTransaction { raw, hash };
    let cancels = prepared.kind == Replacement::Cancel;
    let entry = Entry {
        id: hash.to_string(),
        transaction: hash,
        time: now_seconds(),
        fee: prepared.most,
        raw: Some(signed.raw.to_string()),
        state: State::Signed,
        kind: if cancels { EntryKind::Call } else { old.kind },
        direction: if cancels { Direction::Own } else { old.direction },
        asset: if cancels {
            coin_asset(money, registry.home_chain)
        } else {
            old.asset.clone()
        },
        amount: if cancels { AssetAmount::ZERO } else { old.amount },
        counterparty: if cancels { old.account } else { old.counterparty },
        worth: old.worth.filter(|_| !cancels),
        ..old.clone()
    };
    let node = money.node(&registry);
    let id = broadcast(money, &node, entry, &signed).await?;
    // Of the two only one is ever mined; the older one is looked for until its number is used, and counts no more.
    Ok(id)
}
