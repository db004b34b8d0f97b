use crate::i18n::{Key, Language, format::civil_date};

/// Alatau is five hours ahead of UTC all year.
const ALATAU: u64 = 5 * 3600;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// From here on a date says more than a count of days.
const RELATIVE: u64 = 14 * DAY;

/// The date in Alatau, in words: `2026 ж. 22 қараша`, `22 ноября 2026 г.`, `22 November 2026`
/// ([CLDR 48](https://www.unicode.org/cldr/charts/48/), English with the day first).
#[must_use]
pub fn format_date(unix_seconds: u64, language: Language) -> String {
    let (year, month, day) = civil_date(local_day(unix_seconds));
    let place = usize::try_from(month).unwrap_or_default().saturating_sub(1);
    let name = Key::TimeMonths
        .text(language)
        .split(',')
        .nth(place)
        .unwrap_or_default();
    Key::TimeDate.fill(
        language,
        &[
            ("year", &year.to_string()),
            ("month", name),
            ("day", &day.to_string()),
        ],
    )
}

/// The day as a heading: today, yesterday, tomorrow, else the date.
#[must_use]
pub fn format_day(unix_seconds: u64, now: u64, language: Language) -> String {
    let (day, today) = (local_day(unix_seconds), local_day(now));
    let key = match (day.checked_sub(today), today.checked_sub(day)) {
        (Some(0), _) => Key::TimeToday,
        (Some(1), _) => Key::TimeTomorrow,
        (_, Some(1)) => Key::TimeYesterday,
        _ => return format_date(unix_seconds, language),
    };
    key.text(language).to_owned()
}

/// How long ago, or in how long: minutes, hours, days; the date beyond two weeks.
#[must_use]
pub fn format_relative(unix_seconds: u64, now: u64, language: Language) -> String {
    let (span, keys) = if unix_seconds <= now {
        (
            now - unix_seconds,
            [Key::TimeMinutesAgo, Key::TimeHoursAgo, Key::TimeDaysAgo],
        )
    } else {
        (
            unix_seconds - now,
            [Key::TimeInMinutes, Key::TimeInHours, Key::TimeInDays],
        )
    };
    let [minutes, hours, days] = keys;
    match span {
        ..MINUTE => Key::TimeNow.text(language).to_owned(),
        MINUTE..HOUR => minutes.count(language, span / MINUTE),
        HOUR..DAY => hours.count(language, span / HOUR),
        DAY..RELATIVE => days.count(language, span / DAY),
        _ => format_date(unix_seconds, language),
    }
}

/// `a, b және c`.
#[must_use]
pub fn format_list(entries: &[String], language: Language) -> String {
    match entries.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, first)) => Key::ListLast.fill(language, &[("first", &first.join(", ")), ("last", last)]),
    }
}

/// The day of the week in Alatau: 0 is Monday.
#[must_use]
pub fn weekday(unix_seconds: u64) -> usize {
    // 1 January 1970 was a Thursday.
    usize::try_from((local_day(unix_seconds) + 3) % 7).unwrap_or_default()
}

const fn local_day(unix_seconds: u64) -> u64 {
    unix_seconds.saturating_add(ALATAU) / DAY
}
