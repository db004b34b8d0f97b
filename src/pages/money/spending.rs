use std::collections::BTreeSet;

use activity::{Entry, LimitRules, Meter, MeterKind, Meters};
use key_worker::protocol::{LimitsView, SpendingView};
use sig::Address;
use units::Tiyn;

/// How much of each limit is used as of now, by all accounts of the wallet together. What moves between them is not
/// spent, and of a transaction and its replacement only the newer one is counted. `entries` are newest first.
pub(crate) fn count_meters(limits: &LimitsView, entries: &[Entry], own: &[Address], now: u64) -> Meters {
    let rules = LimitRules {
        per_payment: limits.per_payment,
        per_day: limits.per_day,
        per_month: limits.per_month,
        source: limits.source.clone(),
    };
    let spent: Vec<Entry> = spent_entries(entries, own).cloned().collect();
    Meters::count(&rules, &spent, now)
}

/// What left the wallet: nothing that moved between its own accounts, and of a transaction and its replacement the newer
/// one. `entries` are newest first.
pub(crate) fn spent_entries<'a>(entries: &'a [Entry], own: &'a [Address]) -> impl Iterator<Item = &'a Entry> {
    let mut numbers = BTreeSet::new();
    entries
        .iter()
        .filter(|entry| entry.spends() && !own.contains(&entry.counterparty))
        .filter(move |entry| {
            entry
                .nonce
                .is_none_or(|nonce| numbers.insert((entry.account, nonce)))
        })
}

/// What the key worker judges a transfer by. Days and months that have no limit count nothing.
pub(super) fn spending(meters: &Meters, worth: Tiyn) -> SpendingView {
    let used = |kind| {
        let of = |meter: &&Meter| meter.kind == kind;
        meters
            .meters
            .iter()
            .find(of)
            .map_or(Tiyn::ZERO, |meter| meter.used)
    };
    SpendingView {
        worth,
        today: used(MeterKind::Day),
        this_month: used(MeterKind::Month),
    }
}

#[cfg(test)]
mod tests {
    use activity::{Direction, EntryAsset, EntryKind, State};
    use chain::ChainId;
    use sig::B256;
    use units::AssetAmount;

    use super::*;

    const NOW: u64 = 1_796_065_200;
    const ME: Address = Address::repeat_byte(1);
    const OTHER: Address = Address::repeat_byte(2);
    const SHOP: Address = Address::repeat_byte(3);

    fn entry(nonce: Option<u64>, to: Address, worth: u64) -> Entry {
        Entry {
            id: format!("{nonce:?}{to}{worth}"),
            transaction: B256::ZERO,
            account: ME,
            kind: EntryKind::Transfer,
            direction: Direction::Out,
            asset: EntryAsset {
                chain: ChainId::new(1),
                token: None,
                symbol: "x".into(),
                decimals: 2,
            },
            amount: AssetAmount::ZERO,
            worth: Tiyn::new(worth).ok(),
            rate_source: None,
            counterparty: to,
            time: NOW,
            fee: AssetAmount::ZERO,
            nonce,
            state: State::Pending { missed: 0 },
            raw: None,
            note: String::new(),
            related: None,
            authorized: None,
            party: None,
        }
    }

    #[test]
    fn replacements_count_once_and_own_accounts_not_at_all() {
        let limits = LimitsView {
            per_payment: Tiyn::MAX,
            per_day: Some(Tiyn::MAX),
            per_month: Some(Tiyn::MAX),
            conversion: None,
            source: "demo".into(),
        };
        let entries = [
            entry(Some(7), SHOP, 500),
            entry(Some(7), SHOP, 400),
            entry(None, SHOP, 30),
            entry(None, SHOP, 2),
            entry(Some(8), OTHER, 9_000),
        ];
        let meters = count_meters(&limits, &entries, &[ME, OTHER], NOW);
        let view = spending(&meters, Tiyn::new(1).unwrap());
        assert_eq!(
            (view.worth.get(), view.today.get(), view.this_month.get()),
            (1, 532, 532)
        );
    }
}
