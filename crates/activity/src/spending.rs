use alloc::vec::Vec;

use units::Tiyn;

use crate::{Day, Entry, EntryKind, Month};

/// What was spent in a month, in tiyn at the rates of then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSpending {
    /// The calendar month of the zone.
    pub month: Month,
    /// Orders at merchants.
    pub purchases: Tiyn,
    /// Deposits for homes.
    pub deposits: Tiyn,
    /// Transfers to others.
    pub transfers: Tiyn,
}

impl MonthSpending {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Tiyn {
        let parts = [self.purchases, self.deposits, self.transfers];
        parts
            .into_iter()
            .try_fold(Tiyn::ZERO, Tiyn::checked_add)
            .unwrap_or(Tiyn::MAX)
    }
}

/// What was spent in each of the last `count` calendar months up to `now` (unix seconds), the oldest first; months without
/// spending are there too. Exchanges, investments, top-ups and cash-outs are not spent, nor is what no rate was known for.
/// `spent` are movements that spend, none of them to the owner's other accounts.
#[must_use]
pub fn spending_by_month<'a>(
    spent: impl IntoIterator<Item = &'a Entry>,
    now: u64,
    count: usize,
) -> Vec<MonthSpending> {
    let last = Day::of(now).month();
    let mut months: Vec<MonthSpending> = core::iter::successors(Some(last), |month| Some(month.before()))
        .take(count)
        .map(|month| MonthSpending {
            month,
            purchases: Tiyn::ZERO,
            deposits: Tiyn::ZERO,
            transfers: Tiyn::ZERO,
        })
        .collect();
    months.reverse();
    for entry in spent {
        let Some(worth) = entry.worth else { continue };
        let month = Day::of(entry.time).month();
        let Ok(place) = months.binary_search_by_key(&month, |spending| spending.month) else {
            continue;
        };
        let Some(of_month) = months.get_mut(place) else {
            continue;
        };
        let sum = match entry.kind {
            EntryKind::Payment => &mut of_month.purchases,
            EntryKind::Deposit => &mut of_month.deposits,
            EntryKind::Transfer | EntryKind::Refund => &mut of_month.transfers,
            EntryKind::Exchange
            | EntryKind::Investment
            | EntryKind::TopUp
            | EntryKind::CashOut
            | EntryKind::Call => continue,
        };
        *sum = sum.checked_add(worth).unwrap_or(Tiyn::MAX);
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, State, export::tests::entry};

    const NOW: u64 = 1_796_065_200; // 2026-12-01 00:00 in Alatau

    fn spent(kind: EntryKind, worth: u64, time: u64) -> Entry {
        let mut entry = entry(Direction::Out, State::Pending { missed: 0 });
        entry.kind = kind;
        entry.worth = Tiyn::new(worth).ok();
        entry.time = time;
        entry
    }

    #[test]
    fn months_follow_each_other_over_the_turn_of_a_year_and_hold_what_was_spent_in_them() {
        let entries = [
            spent(EntryKind::Payment, 500, NOW),
            spent(EntryKind::Payment, 70, NOW + 5),
            spent(EntryKind::Transfer, 40, NOW - 1),
            spent(EntryKind::Deposit, 3, NOW - 1),
            spent(EntryKind::Exchange, 9_000, NOW),
            spent(EntryKind::Investment, 9_000, NOW),
            spent(EntryKind::Payment, 9_000, NOW - 400 * 86_400),
        ];
        let months = spending_by_month(&entries, NOW + 40 * 86_400, 3);
        let of = |place: usize| (months[place].month, months[place].total().get());
        let month = |year, month| Month { year, month };
        assert_eq!(of(0), (month(2026, 11), 43));
        assert_eq!(of(1), (month(2026, 12), 570));
        assert_eq!(of(2), (month(2027, 1), 0));
        assert_eq!(months[0].deposits.get(), 3);
    }

    #[test]
    fn a_sum_that_is_too_large_stays_at_the_largest() {
        let mut entries = [
            spent(EntryKind::Payment, 1, NOW),
            spent(EntryKind::Payment, 1, NOW),
        ];
        entries[0].worth = Some(Tiyn::MAX);
        assert_eq!(spending_by_month(&entries, NOW, 1)[0].total(), Tiyn::MAX);
    }
}
