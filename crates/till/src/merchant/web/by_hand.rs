//! Paying by hand: an address of the order's own for payers with any wallet, what arrived there, what goes back.

use checkout::OrderState;
use maud::{Markup, html};
use units::AssetAmount;

use super::{parts, qr::qr, visit::Visit};
use crate::{
    i18n::{self, Key},
    merchant::{Merchant, order_store::StoredOrder},
    operator::{DepositState, DepositStatus},
};

/// The address of an order, while something may still arrive there or goes back from there.
pub(super) fn to_show(order: &StoredOrder) -> Option<&DepositStatus> {
    let deposit = order.deposit.as_ref()?;
    (!parts::is_paid(order.state) || deposit.owed > AssetAmount::ZERO).then_some(deposit)
}

/// For which asset an address is wanted.
pub(super) fn choices(merchant: &Merchant, visit: &Visit, order: &StoredOrder) -> Markup {
    let (id, total, now) = (order.id(), order.signed.order.total_tiyn, merchant.clock.now());
    // Another wallet cannot send the payer's data, which the operator must have from this on.
    let from = merchant
        .registry
        .with(|registry| registry.limits.travel_rule_from_tiyn);
    if let Some(from) = from.filter(|from| total >= *from) {
        let from = i18n::tenge(from, visit.language);
        return html! { p.notice data-testid="no-by-hand" { (visit.fill(Key::BuyByHandAbove, &[("from", &from)])) } };
    }
    let assets = merchant.registry.with(|registry| {
        let payable = registry
            .assets
            .iter()
            .filter(|asset| asset.validity.holds_at(now));
        payable
            .map(|asset| (asset.id, asset.symbol.clone()))
            .collect::<Vec<_>>()
    });
    html! {
        details.card {
            summary { (visit.text(Key::BuyByHand)) }
            p { (visit.text(Key::BuyByHandText)) }
            form.actions method="post" action={ "/o/" (id) "/address" } {
                @for (asset, symbol) in &assets {
                    button.button.quiet name="asset" value=(asset) data-testid={ "by-hand-" (symbol) } { (symbol) }
                }
            }
        }
    }
}

/// What to send and where to; then what arrived and what goes back.
pub(super) fn card(merchant: &Merchant, visit: &Visit, deposit: &DepositStatus) -> Markup {
    let (decimals, symbol, operators) = merchant.registry.with(|registry| {
        let asset = registry.asset(deposit.asset);
        let contacts = registry
            .operators
            .iter()
            .map(|operator| operator.contact.as_str());
        (
            asset.map_or(0, |asset| asset.decimals),
            asset.map_or_else(String::new, |asset| asset.symbol.clone()),
            contacts.collect::<Vec<_>>().join(", "),
        )
    });
    let show = |amount| i18n::amount(amount, decimals, &symbol, visit.language);
    let rest = rest(deposit);
    html! {
        section.card #by-hand data-testid="by-hand" {
            h2 { (visit.text(Key::BuyByHand)) }
            @if let Some(rest) = rest {
                @if let Some(square) = qr(&DepositStatus::link(deposit.asset, deposit.address, rest), visit.text(Key::BuyByHandQr)) { (square) }
            }
            dl.facts {
                @if let Some(rest) = rest {
                    @let name = if rest == deposit.expected { Key::BuyByHandAmount } else { Key::BuyByHandRest };
                    dt { (visit.text(name)) } dd data-testid="by-hand-rest" { strong { (show(rest)) } }
                    dt { (visit.text(Key::BuyByHandAddress)) } dd.hash { (deposit.address) }
                }
                dt { (visit.text(Key::BuyByHandReceived)) } dd { (show(deposit.received)) }
                @if deposit.owed > AssetAmount::ZERO {
                    dt { (visit.text(Key::BuyByHandOwed)) } dd data-testid="by-hand-owed" { strong { (show(deposit.owed)) } }
                }
                @if let Some(at) = deposit.returned_at {
                    dt { (visit.text(Key::BuyByHandReturned)) } dd { (i18n::time(at, visit.language)) }
                }
                @if rest.is_some() { dt { (visit.text(Key::OrderExpires)) } dd { (i18n::time(deposit.expires_at, visit.language)) } }
            }
            @if rest.is_some() { p.alert.warn { (visit.text(Key::BuyByHandWarning)) } }
            @if deposit.owed > AssetAmount::ZERO && deposit.returned_at.is_none() {
                p.hint { (visit.fill(Key::BuyByHandOwedText, &[("operator", &operators)])) }
            }
        }
    }
}

/// What is still to be sent; nothing when nothing more should be: also after the end, when a part is owed back.
fn rest(deposit: &DepositStatus) -> Option<AssetAmount> {
    let awaited = matches!(deposit.state, DepositState::Waiting | DepositState::Partial);
    (awaited && deposit.owed == AssetAmount::ZERO)
        .then(|| deposit.expected.checked_sub(deposit.received).ok())
        .flatten()
}

/// Whether the end came before all of the amount did.
pub(super) fn ended_short(order: &StoredOrder) -> bool {
    let owed = order.deposit.as_ref().map(|deposit| deposit.owed);
    order.state == OrderState::Partial && owed.is_some_and(|owed| owed > AssetAmount::ZERO)
}
