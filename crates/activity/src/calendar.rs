use serde::{Deserialize, Serialize};

/// Alatau is five hours ahead of UTC all year.
const OFFSET: u64 = 5 * 3600;
const SECONDS_A_DAY: u64 = 86_400;

/// A calendar day of the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    /// Year.
    pub year: u64,
    /// 1 to 12.
    pub month: u64,
    /// 1 to 31.
    pub day: u64,
}

/// A calendar month of the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year.
    pub year: u64,
    /// 1 to 12.
    pub month: u64,
}

impl Month {
    /// The month before it.
    #[must_use]
    pub const fn before(self) -> Self {
        if self.month > 1 {
            Self {
                year: self.year,
                month: self.month - 1,
            }
        } else {
            Self {
                year: self.year.saturating_sub(1),
                month: 12,
            }
        }
    }
}

impl Day {
    /// The day of a moment, unix seconds
    /// ([civil_from_days](https://howardhinnant.github.io/date_algorithms.html#civil_from_days), from 1970 on).
    #[must_use]
    pub const fn of(unix_seconds: u64) -> Self {
        let shifted = unix_seconds.saturating_add(OFFSET) / SECONDS_A_DAY + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Self {
            year: year_of_era + era * 400 + if month <= 2 { 1 } else { 0 },
            month,
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
        }
    }

    /// Its month.
    #[must_use]
    pub const fn month(self) -> Month {
        Month {
            year: self.year,
            month: self.month,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_alatau() {
        // 2026-11-30 18:59:59 UTC and a second later.
        let last = Day::of(1_796_065_199);
        assert_eq!((last.year, last.month, last.day), (2026, 11, 30));
        let first = Day::of(1_796_065_200);
        assert_eq!((first.year, first.month, first.day), (2026, 12, 1));
        assert!(first.month() > last.month());
        assert_eq!(Day::of(1_709_164_800).day, 29);
    }
}
