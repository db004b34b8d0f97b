use units::{AssetAmount, Bps, Tiyn};

use super::Language;

const NBSP: char = '\u{a0}';
/// Alatau is five hours ahead all year.
const OFFSET_SECONDS: i64 = 5 * 3600;
const DAY_SECONDS: i64 = 86_400;

/// A calendar day in Alatau, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Day {
    pub(crate) const fn new(days: i64) -> Self {
        Self(days)
    }

    /// The day of a time.
    pub(crate) fn of(unix_seconds: u64) -> Self {
        let local = i64::try_from(unix_seconds)
            .unwrap_or(i64::MAX)
            .saturating_add(OFFSET_SECONDS);
        Self(local.div_euclid(DAY_SECONDS))
    }

    /// When it begins, unix seconds.
    pub(crate) fn start(self) -> u64 {
        let seconds = self.0.saturating_mul(DAY_SECONDS).saturating_sub(OFFSET_SECONDS);
        u64::try_from(seconds).unwrap_or(0)
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    pub(crate) const fn before(self, days: i64) -> Self {
        Self(self.0.saturating_sub(days))
    }

    /// `2026-11-28`, as date fields give it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let (year, month, day): (i64, i64, i64) =
            (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let found = Self(days_from_civil(year, month, day));
        // The 31st of a month of 30 days would be the first of the next.
        ((1..=31).contains(&day) && found.civil() == (year, month, day)).then_some(found)
    }

    /// `2026-11-28`.
    pub(crate) fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year}-{month:02}-{day:02}")
    }

    /// `28.11.2026`, in English `2026-11-28`.
    pub(crate) fn show(self, language: Language) -> String {
        let (year, month, day) = self.civil();
        match language {
            Language::English => self.iso(),
            Language::Kazakh | Language::Russian => format!("{day:02}.{month:02}.{year}"),
        }
    }

    /// The first day of its month.
    pub(crate) fn month_start(self) -> Self {
        let (year, month, _) = self.civil();
        Self(days_from_civil(year, month, 1))
    }

    /// Year, month and day ([civil_from_days](https://howardhinnant.github.io/date_algorithms.html#civil_from_days)).
    const fn civil(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }
}

const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Tenge for people: `1 234 567,50 ₸`, in English `₸1,234,567.50`. Whole tenge have no decimals.
pub(crate) fn tenge(amount: Tiyn, language: Language) -> String {
    let (whole, rest) = amount.split();
    let mut number = group(&whole.to_string(), language);
    if rest > 0 {
        number.push_str(&format!("{}{rest:02}", decimal_mark(language)));
    }
    match language {
        Language::English => format!("₸{number}"),
        Language::Kazakh | Language::Russian => format!("{number}{NBSP}₸"),
    }
}

/// Tenge that may be below nothing.
pub(crate) fn signed_tenge(tiyn: i64, language: Language) -> String {
    let amount = tenge(Tiyn::new(tiyn.unsigned_abs()).unwrap_or(Tiyn::MAX), language);
    if tiyn < 0 { format!("−{amount}") } else { amount }
}

/// Tenge for the cells of a spreadsheet: `-1234,50`, in English `-1234.50`.
pub(crate) fn plain_tenge(tiyn: i64, language: Language) -> String {
    let (whole, rest) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
    let sign = if tiyn < 0 { "-" } else { "" };
    format!("{sign}{whole}{}{rest:02}", decimal_mark(language))
}

/// An asset's amount with every decimal that is not a trailing zero: `4,546299 tUSD`.
pub(crate) fn amount(amount: AssetAmount, decimals: u8, symbol: &str, language: Language) -> String {
    let text = amount.to_whole(decimals);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut number = group(whole, language);
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        number.push(decimal_mark(language));
        number.push_str(fraction);
    }
    format!("{number}{NBSP}{symbol}")
}

/// A share: `0,75%` in Kazakh, `0,75 %` in Russian, `0.75%` in English.
pub(crate) fn percent(share: Bps, language: Language) -> String {
    let (whole, rest) = (share.get() / 100, share.get() % 100);
    let fraction = format!("{rest:02}");
    let fraction = fraction.trim_end_matches('0');
    let mark = if fraction.is_empty() {
        String::new()
    } else {
        decimal_mark(language).to_string()
    };
    let space = if language == Language::Russian {
        "\u{a0}"
    } else {
        ""
    };
    format!("{whole}{mark}{fraction}{space}%")
}

/// Date and time in Alatau: `28.11.2026 18:05`.
pub(crate) fn time(unix_seconds: u64, language: Language) -> String {
    format!("{} {}", Day::of(unix_seconds).show(language), clock(unix_seconds))
}

/// The time of day in Alatau: `18:05`.
fn clock(unix_seconds: u64) -> String {
    let seconds = unix_seconds.saturating_sub(Day::of(unix_seconds).start());
    format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)
}

const fn decimal_mark(language: Language) -> char {
    match language {
        Language::English => '.',
        Language::Kazakh | Language::Russian => ',',
    }
}

fn group(digits: &str, language: Language) -> String {
    let separator = match language {
        Language::English => ',',
        Language::Kazakh | Language::Russian => NBSP,
    };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_in_each_language() {
        let sum = Tiyn::parse_tenge("1234567.50").unwrap();
        assert_eq!(tenge(sum, Language::Kazakh), "1\u{a0}234\u{a0}567,50\u{a0}₸");
        assert_eq!(tenge(sum, Language::English), "₸1,234,567.50");
        assert_eq!(percent(Bps::new(75).unwrap(), Language::Russian), "0,75\u{a0}%");
    }

    #[test]
    fn days_begin_in_alatau_and_are_read_exactly() {
        let day = Day::parse("2026-11-28").unwrap();
        // 2026-11-27 19:00 UTC.
        assert_eq!(day.start(), 1_795_806_000);
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(day.start() - 1), day.before(1));
        assert_eq!(
            (day.iso().as_str(), day.show(Language::Kazakh).as_str()),
            ("2026-11-28", "28.11.2026")
        );
        assert_eq!(day.month_start().iso(), "2026-11-01");
        assert_eq!(time(day.start() + 65 * 60, Language::Russian), "28.11.2026 01:05");
        for wrong in [
            "",
            "2026-2-1",
            "2026-02-30",
            "2026-13-01",
            "28.11.2026",
            "2026-11-28-1",
            "-026-01-01",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Day::parse("2024-02-29").unwrap().next().iso(), "2024-03-01");
    }
}
