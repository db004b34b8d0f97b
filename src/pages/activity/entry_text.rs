use activity::{Direction, Entry, EntryKind, State};
use leptos::prelude::With as _;
use sig::Address;

use crate::{
    components::Icon,
    i18n::{I18n, Key, format_amount},
    pages::money::Money,
};

/// Where it stands.
pub(super) const fn state_key(state: State) -> Key {
    match state {
        State::Signed => Key::ActivityStateSigned,
        State::Pending { .. } => Key::ActivityStatePending,
        State::Mined { succeeded: true, .. } => Key::ActivityStateMined,
        State::Final { succeeded: true, .. } => Key::ActivityStateFinal,
        State::Mined { .. } | State::Final { .. } => Key::ActivityStateFailed,
        State::Dropped => Key::ActivityStateDropped,
        State::Replaced => Key::ActivityStateReplaced,
        State::Refused => Key::ActivityStateRefused,
        State::Expired => Key::ActivityStateExpired,
    }
}

/// What that means and whether anything has to be done.
pub(super) const fn state_hint(state: State) -> Key {
    match state {
        State::Signed => Key::ActivityHintSigned,
        State::Pending { .. } => Key::ActivityHintPending,
        State::Mined { succeeded: true, .. } => Key::ActivityHintMined,
        State::Final { succeeded: true, .. } => Key::ActivityHintFinal,
        State::Mined { .. } | State::Final { .. } => Key::ActivityHintFailed,
        State::Dropped => Key::ActivityHintDropped,
        State::Replaced => Key::ActivityHintReplaced,
        State::Refused => Key::ActivityHintRefused,
        State::Expired => Key::ActivityHintExpired,
    }
}

/// What kind of movement it is.
pub(super) const fn kind_key(entry: &Entry) -> Key {
    match (entry.kind, entry.direction) {
        (EntryKind::Payment, _) => Key::ActivityKindPayment,
        (EntryKind::Refund, _) => Key::ActivityKindRefund,
        (EntryKind::Deposit, _) => Key::ActivityKindDeposit,
        (EntryKind::Exchange, _) => Key::ActivityKindExchange,
        (EntryKind::Investment, _) => Key::ActivityKindInvestment,
        (EntryKind::TopUp, _) => Key::ActivityKindTopUp,
        (EntryKind::CashOut, _) => Key::ActivityKindCashOut,
        (EntryKind::Call, _) => Key::ActivityKindCall,
        (EntryKind::Transfer, Direction::In) => Key::ActivityKindIn,
        (EntryKind::Transfer, Direction::Out) => Key::ActivityKindOut,
        (EntryKind::Transfer, Direction::Own) => Key::ActivityKindOwn,
    }
}

/// Its picture, and the tone of it.
pub(super) const fn picture(entry: &Entry) -> (Icon, &'static str) {
    if entry.state.is_void() {
        return (Icon::Close, "bad");
    }
    match (entry.kind, entry.direction) {
        (EntryKind::Payment, _) => (Icon::Receipt, ""),
        (EntryKind::Deposit, _) => (Icon::Deposit, ""),
        (EntryKind::Exchange | EntryKind::TopUp | EntryKind::CashOut, _) => (Icon::Exchange, ""),
        (EntryKind::Investment, _) => (Icon::Invest, ""),
        (_, Direction::In) => (Icon::Receive, "good"),
        (_, Direction::Out) => (Icon::Send, ""),
        (_, Direction::Own) => (Icon::Refresh, ""),
    }
}

/// The other side's name, when it has one: the owner's, the zone's, or what it is.
pub(super) fn party_name(money: Money, i18n: I18n, entry: &Entry) -> Option<String> {
    let address = entry.counterparty;
    if let Some(name) = money.book.with(|book| book.name_of(address)) {
        return Some(name);
    }
    if let Some(party) = &entry.party {
        let name = match i18n.language() {
            crate::i18n::Language::Kazakh => &party.kk,
            crate::i18n::Language::Russian => &party.ru,
            crate::i18n::Language::English => &party.en,
        };
        return Some(name.clone());
    }
    // What a token's contract issues comes from nobody.
    if address.is_zero() {
        return Some(i18n.text(Key::ActivityIssued).to_owned());
    }
    own_name(money, i18n, address).or_else(|| operator_name(money, i18n, address))
}

fn own_name(money: Money, i18n: I18n, address: Address) -> Option<String> {
    money.wallet.status.with(|status| {
        let account = status
            .as_ref()?
            .accounts
            .iter()
            .find(|account| account.address == address)?;
        Some(
            account
                .name
                .clone()
                .unwrap_or_else(|| i18n.text(Key::ActivityOwnAccount).to_owned()),
        )
    })
}

fn operator_name(money: Money, i18n: I18n, address: Address) -> Option<String> {
    money.rules.with(|rules| {
        let operators = &rules.as_ref()?.operators;
        let operator = operators
            .iter()
            .find(|operator| operator.addresses.contains(&address))?;
        Some(i18n.local(&operator.name))
    })
}

/// With its sign: what came has a plus, what went a minus.
pub(super) fn signed_amount(i18n: I18n, entry: &Entry) -> String {
    let amount = format_amount(
        entry.amount,
        entry.asset.decimals,
        &entry.asset.symbol,
        i18n.language(),
    );
    match entry.direction {
        Direction::In => format!("+{amount}"),
        Direction::Out => format!("−{amount}"),
        Direction::Own => amount,
    }
}
