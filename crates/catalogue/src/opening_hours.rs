use alloc::{
    string::{String, ToString},
    vec::Vec,
};

/// Why a text is not opening hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not opening hours: {0:?}")]
pub struct ParseOpeningHoursError(String);

/// Opening hours as schema.org and OpenStreetMap write the simple ones: `Mo-Fr 09:00-18:00; Sa 10:00-02:00`, `24/7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    /// Minutes of the week, from Monday 00:00; an end may lie in the next week.
    spans: Vec<(u32, u32)>,
}

const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;
/// Asia/Almaty is UTC+5 all year since 2024-03-01.
const ALMATY_OFFSET_MINUTES: u64 = 5 * 60;
/// 1970-01-01 was a Thursday.
const EPOCH_WEEKDAY: u64 = 3;

impl OpeningHours {
    /// Reads them.
    ///
    /// # Errors
    /// [`ParseOpeningHoursError`].
    pub fn parse(text: &str) -> Result<Self, ParseOpeningHoursError> {
        let refuse = || ParseOpeningHoursError(text.chars().take(80).collect());
        if text.trim() == "24/7" {
            return Ok(Self {
                spans: [(0, WEEK)].to_vec(),
            });
        }
        let mut spans = Vec::new();
        for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
            let (days, times) = rule.split_once(' ').ok_or_else(refuse)?;
            for day in parse_days(days).ok_or_else(refuse)? {
                for time in times.split(',') {
                    let (from, until) = time.trim().split_once('-').ok_or_else(refuse)?;
                    let (from, until) = (minutes(from), minutes(until));
                    let (from, until) = from.zip(until).ok_or_else(refuse)?;
                    let end = if until <= from { until + DAY } else { until };
                    spans.push((day * DAY + from, day * DAY + end));
                }
            }
        }
        if spans.is_empty() || spans.len() > 64 {
            return Err(refuse());
        }
        Ok(Self { spans })
    }

    /// Whether it is open at a time, by the clock of Almaty.
    #[must_use]
    pub fn is_open_at(&self, unix_seconds: u64) -> bool {
        self.is_open_in(minute_of_week(unix_seconds))
    }

    fn is_open_in(&self, minute: u32) -> bool {
        self.spans.iter().any(|(from, until)| {
            (*from..*until).contains(&minute) || (*from..*until).contains(&(minute + WEEK))
        })
    }

    /// When it next closes, or opens when it is closed now; none when that never happens.
    #[must_use]
    pub fn changes_at(&self, unix_seconds: u64) -> Option<u64> {
        let now = minute_of_week(unix_seconds);
        let open = self.is_open_in(now);
        // It can only change at a beginning or an end.
        let edges = self.spans.iter().flat_map(|(from, until)| [*from, *until]);
        let steps = edges
            .map(|edge| (edge + 2 * WEEK - now - 1) % WEEK + 1)
            .filter(|step| self.is_open_in((now + step) % WEEK) != open)
            .min()?;
        Some((unix_seconds / 60 + u64::from(steps)) * 60)
    }

    /// Minutes of each day, Monday first, from when until when; an end may lie beyond midnight.
    #[must_use]
    pub fn week(&self) -> Vec<Vec<(u32, u32)>> {
        let mut week = alloc::vec![Vec::new(); 7];
        if self.spans == [(0, WEEK)] {
            return alloc::vec![[(0, DAY)].to_vec(); 7];
        }
        for (from, until) in &self.spans {
            let day = from / DAY;
            if let Some(times) = usize::try_from(day).ok().and_then(|day| week.get_mut(day)) {
                times.push((from - day * DAY, until - day * DAY));
            }
        }
        for times in &mut week {
            times.sort_unstable();
        }
        week
    }

    /// The place of a moment's day in the week by the clock of Almaty, Monday is 0.
    #[must_use]
    pub fn weekday(unix_seconds: u64) -> usize {
        usize::try_from(minute_of_week(unix_seconds) / DAY).unwrap_or_default()
    }
}

fn minute_of_week(unix_seconds: u64) -> u32 {
    let local = unix_seconds / 60 + ALMATY_OFFSET_MINUTES;
    u32::try_from((local + EPOCH_WEEKDAY * u64::from(DAY)) % u64::from(WEEK)).unwrap_or_default()
}

fn parse_days(text: &str) -> Option<Vec<u32>> {
    let day = |name: &str| {
        DAYS.iter()
            .zip(0u32..)
            .find(|(known, _)| **known == name)
            .map(|(_, n)| n)
    };
    let mut found = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => found.push(day(part)?),
            Some((first, last)) => {
                let (first, last) = (day(first)?, day(last)?);
                let length = (last + 7 - first) % 7;
                found.extend((0..=length).map(|step| (first + step) % 7));
            }
        }
    }
    Some(found)
}

fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.to_string().parse::<u32>().ok())
            .flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, 2026-11-23, 00:00 in Almaty.
    const MONDAY: u64 = 1_795_374_000;
    const HOUR: u64 = 3600;

    #[test]
    fn days_and_hours_are_those_of_almaty() {
        let hours = OpeningHours::parse("Mo-Fr 09:00-18:00; Sa 10:00-14:00,15:00-16:00").unwrap();
        assert!(hours.is_open_at(MONDAY + 9 * HOUR));
        assert!(!hours.is_open_at(MONDAY + 9 * HOUR - 1));
        assert!(!hours.is_open_at(MONDAY + 18 * HOUR));
        assert!(hours.is_open_at(MONDAY + 4 * 24 * HOUR + 12 * HOUR));
        assert!(!hours.is_open_at(MONDAY + 5 * 24 * HOUR + 14 * HOUR));
        assert!(hours.is_open_at(MONDAY + 5 * 24 * HOUR + 15 * HOUR));
        assert!(!hours.is_open_at(MONDAY + 6 * 24 * HOUR + 12 * HOUR));
    }

    #[test]
    fn a_night_goes_over_into_the_next_day_and_week() {
        let hours = OpeningHours::parse("Su 20:00-02:00").unwrap();
        assert!(hours.is_open_at(MONDAY + HOUR));
        assert!(!hours.is_open_at(MONDAY + 2 * HOUR));
        assert!(
            OpeningHours::parse("Sa-Mo 10:00-11:00")
                .unwrap()
                .is_open_at(MONDAY + 10 * HOUR)
        );
        assert!(OpeningHours::parse("24/7").unwrap().is_open_at(MONDAY + 5));
    }

    #[test]
    fn it_says_when_it_closes_and_opens() {
        let hours = OpeningHours::parse("Mo-Fr 09:00-18:00; Sa 10:00-02:00").unwrap();
        assert_eq!(hours.changes_at(MONDAY + 10 * HOUR), Some(MONDAY + 18 * HOUR));
        assert_eq!(hours.changes_at(MONDAY + 18 * HOUR), Some(MONDAY + 33 * HOUR));
        // Saturday night into Sunday; on Sunday it opens on Monday.
        assert_eq!(hours.changes_at(MONDAY + 145 * HOUR), Some(MONDAY + 146 * HOUR));
        assert_eq!(hours.changes_at(MONDAY + 150 * HOUR), Some(MONDAY + 177 * HOUR));
        assert_eq!(OpeningHours::parse("24/7").unwrap().changes_at(MONDAY), None);
        assert_eq!(hours.week()[5], [(600, 1560)]);
        assert_eq!(OpeningHours::weekday(MONDAY + 150 * HOUR), 6);
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in [
            "",
            "always",
            "Mo",
            "Mo 9-18",
            "Mo 25:00-26:00",
            "Xx 09:00-10:00",
            "Mo 09:60-10:00",
            "Mo +9:00-10:00",
        ] {
            assert!(OpeningHours::parse(bad).is_err(), "{bad}");
        }
    }
}
