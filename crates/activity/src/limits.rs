use alloc::{string::String, vec::Vec};

use units::Tiyn;

use crate::{Day, Entry};

/// The sandbox's limits, in tiyn, as the registry has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitRules {
    /// The most one payment may be.
    pub per_payment: Tiyn,
    /// The most of one calendar day of the zone.
    pub per_day: Option<Tiyn>,
    /// The most of one calendar month of the zone.
    pub per_month: Option<Tiyn>,
    /// Where it is written down.
    pub source: String,
}

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterKind {
    /// Of one payment.
    Payment,
    /// Of a day.
    Day,
    /// Of a month.
    Month,
}

/// How much of a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// Which.
    pub kind: MeterKind,
    /// Spent so far.
    pub used: Tiyn,
    /// The limit.
    pub limit: Tiyn,
}

impl Meter {
    /// What is left, nothing when more was spent.
    #[must_use]
    pub fn left(&self) -> Tiyn {
        self.limit.checked_sub(self.used).unwrap_or(Tiyn::ZERO)
    }

    /// How full it is, 0 to 100, rounded up.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let (used, limit) = (u128::from(self.used.get()), u128::from(self.limit.get()));
        let percent = (used * 100).checked_div(limit).unwrap_or(100);
        let up = u128::from(limit > 0 && (used * 100) % limit > 0);
        u8::try_from((percent + up).min(100)).unwrap_or(100)
    }
}

/// All limits as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meters {
    /// One payment, then day and month where the registry has them.
    pub meters: Vec<Meter>,
    /// Where the rule is written down.
    pub source: String,
    /// Outgoing movements without a known worth, which no meter counts.
    pub uncounted: usize,
}

/// A limit would be passed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("above the limit of {limit} tiyn ({source_name})")]
pub struct LimitExceeded {
    /// Which.
    pub kind: MeterKind,
    /// The limit.
    pub limit: Tiyn,
    /// What is left of it.
    pub left: Tiyn,
    /// Where the rule is written down.
    pub source_name: String,
}

impl Meters {
    /// Counts what an account's own activity has spent on the day and in the month of `now`, unix seconds. What is
    /// pending counts; what failed or was replaced does not; transfers between the owner's accounts do not.
    #[must_use]
    pub fn count(rules: &LimitRules, activity: &[Entry], now: u64) -> Self {
        let today = Day::of(now);
        let sum = |within: &dyn Fn(Day) -> bool| {
            activity
                .iter()
                .filter(|entry| entry.spends() && within(Day::of(entry.time)))
                .filter_map(|entry| entry.worth)
                .try_fold(Tiyn::ZERO, Tiyn::checked_add)
                .unwrap_or(Tiyn::MAX)
        };
        let of_month = |day: Day| day.month() == today.month();
        let meter = |kind, used, limit| Meter { kind, used, limit };
        let mut meters = Vec::from([meter(MeterKind::Payment, Tiyn::ZERO, rules.per_payment)]);
        meters.extend(
            rules
                .per_day
                .map(|limit| meter(MeterKind::Day, sum(&|day| day == today), limit)),
        );
        meters.extend(
            rules
                .per_month
                .map(|limit| meter(MeterKind::Month, sum(&of_month), limit)),
        );
        let uncounted = activity
            .iter()
            .filter(|entry| entry.spends() && entry.worth.is_none() && of_month(Day::of(entry.time)))
            .count();
        Self {
            meters,
            source: rules.source.clone(),
            uncounted,
        }
    }

    /// Checks that one more payment stays within every limit.
    ///
    /// # Errors
    /// [`LimitExceeded`], the first that would be passed.
    pub fn check(&self, payment: Tiyn) -> Result<(), LimitExceeded> {
        match self.meters.iter().find(|meter| payment > meter.left()) {
            Some(meter) => Err(LimitExceeded {
                kind: meter.kind,
                limit: meter.limit,
                left: meter.left(),
                source_name: self.source.clone(),
            }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, State, export::tests::entry};

    const NOW: u64 = 1_796_065_200; // 2026-12-01 00:00 in Alatau

    fn tenge(whole: u64) -> Tiyn {
        Tiyn::new(whole * 100).unwrap()
    }

    fn rules() -> LimitRules {
        LimitRules {
            per_payment: tenge(5_000),
            per_day: Some(tenge(8_000)),
            per_month: Some(tenge(10_000)),
            source: "demo".into(),
        }
    }

    fn spent(worth: u64, time: u64, state: State, direction: Direction) -> Entry {
        let mut entry = entry(direction, state);
        entry.worth = Some(tenge(worth));
        entry.time = time;
        entry
    }

    const PENDING: State = State::Pending { missed: 0 };

    #[test]
    fn days_and_months_of_the_zone_are_counted() {
        let activity = [
            spent(1_000, NOW, PENDING, Direction::Out),
            spent(2_000, NOW - 1, PENDING, Direction::Out), // 30 November
            spent(4_000, NOW, State::Replaced, Direction::Out),
            spent(4_000, NOW, PENDING, Direction::In),
            spent(4_000, NOW, PENDING, Direction::Own),
        ];
        let meters = Meters::count(&rules(), &activity, NOW + 10);
        let used: Vec<_> = meters.meters.iter().map(|meter| meter.used).collect();
        assert_eq!(used, [Tiyn::ZERO, tenge(1_000), tenge(1_000)]);
        let yesterday = Meters::count(&rules(), &activity, NOW - 10);
        assert_eq!(yesterday.meters[1].used, tenge(2_000));
    }

    #[test]
    fn the_first_limit_that_would_be_passed_is_named() {
        let activity = [
            spent(4_000, NOW, PENDING, Direction::Out),
            spent(3_000, NOW, PENDING, Direction::Out),
        ];
        let meters = Meters::count(&rules(), &activity, NOW);
        assert_eq!(meters.check(tenge(5_001)).unwrap_err().kind, MeterKind::Payment);
        let day = meters.check(tenge(1_001)).unwrap_err();
        assert_eq!((day.kind, day.left), (MeterKind::Day, tenge(1_000)));
        assert_eq!(meters.check(tenge(1_000)), Ok(()));
        assert_eq!(meters.meters[1].percent(), 88);
    }

    #[test]
    fn without_a_rate_nothing_is_counted_and_that_is_said() {
        let mut unpriced = entry(Direction::Out, PENDING);
        unpriced.worth = None;
        assert_eq!(Meters::count(&rules(), &[unpriced], NOW).uncounted, 1);
    }
}
