use sig::U256;
use units::{AssetAmount, Bps, Tiyn};

use crate::i18n::Language;

const NBSP: char = '\u{a0}';

/// Tenge for people: `1 234 567,50 ₸`, in English `₸1,234,567.50`. Whole tenge have no decimals.
/// Chromium's `Intl` has no Kazakh data, therefore the same table in every browser.
#[must_use]
pub fn format_tenge(amount: Tiyn, language: Language) -> String {
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

/// An asset amount for people, with every decimal that is not a trailing zero: `4,546299 tUSD`.
#[must_use]
pub fn format_amount(amount: AssetAmount, decimals: u8, symbol: &str, language: Language) -> String {
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

/// About an asset amount: as many decimals as make a difference, cut off: `55 205 tUSD`, `4,54 tUSD`, `0,0012 tBTC`.
#[must_use]
pub fn format_about(amount: AssetAmount, decimals: u8, symbol: &str, language: Language) -> String {
    let text = amount.to_whole(decimals);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = match whole.trim_start_matches('0').len() {
        0 => fraction.len() - fraction.trim_start_matches('0').len() + 2,
        1..=3 => 2,
        _ => 0,
    };
    let kept = usize::from(decimals).saturating_sub(kept);
    let cut = u32::try_from(kept)
        .ok()
        .and_then(|kept| U256::from(10).checked_pow(U256::from(kept)));
    let rest = cut
        .and_then(|cut| amount.get().checked_rem(cut))
        .unwrap_or_default();
    format_amount(AssetAmount::new(amount.get() - rest), decimals, symbol, language)
}

/// A whole number for people: `12 345`, in English `12,345`.
#[must_use]
pub fn format_count(number: u64, language: Language) -> String {
    group(&number.to_string(), language)
}

/// A share for people: `0,75%` in Kazakh, `0,75 %` in Russian, `0.75%` in English.
#[must_use]
pub fn format_percent(share: Bps, language: Language) -> String {
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

/// An order's number as tills and receipts print it, the end of its identifier: `№ CA36A8`.
#[must_use]
pub fn format_order(id: &str) -> String {
    let end = id.len().saturating_sub(6);
    format!("№{NBSP}{}", id.get(end..).unwrap_or_default().to_uppercase())
}

/// Minutes and seconds: `14:59`.
#[must_use]
pub fn format_duration(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Date and time in Alatau (UTC+5 all year): `22.11.2026 18:05`, in English `2026-11-22 18:05`.
#[must_use]
pub fn format_time(unix_seconds: u64, language: Language) -> String {
    const ALATAU: u64 = 5 * 3600;
    let local = unix_seconds.saturating_add(ALATAU);
    let (days, seconds) = (local / 86_400, local % 86_400);
    let (year, month, day) = civil_date(days);
    let clock = format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60);
    match language {
        Language::English => format!("{year}-{month:02}-{day:02} {clock}"),
        Language::Kazakh | Language::Russian => format!("{day:02}.{month:02}.{year} {clock}"),
    }
}

/// Days since 1970-01-01 as year, month, day
/// ([days_from_civil](https://howardhinnant.github.io/date_algorithms.html#civil_from_days), years from 1970 on).
pub(super) const fn civil_date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
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

/// The mark between whole and fraction.
#[must_use]
pub const fn decimal_mark(language: Language) -> char {
    match language {
        Language::English => '.',
        Language::Kazakh | Language::Russian => ',',
    }
}

fn group(digits: &str, language: Language) -> String {
    let mark = match language {
        Language::English => ',',
        Language::Kazakh | Language::Russian => NBSP,
    };
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenge(tiyn: u64, language: Language) -> String {
        format_tenge(Tiyn::new(tiyn).unwrap(), language).replace(NBSP, " ")
    }

    #[test]
    fn tenge_as_cldr_writes_it() {
        assert_eq!(tenge(123_456_750, Language::Kazakh), "1 234 567,50 ₸");
        assert_eq!(tenge(245_000, Language::Russian), "2 450 ₸");
        assert_eq!(tenge(123_456_705, Language::English), "₸1,234,567.05");
        assert_eq!(tenge(0, Language::Kazakh), "0 ₸");
    }

    #[test]
    fn amounts_drop_trailing_zeros_only() {
        let show = |base: u64, language| {
            format_amount(base.to_string().parse().unwrap(), 6, "tUSD", language).replace(NBSP, " ")
        };
        assert_eq!(show(4_546_299, Language::Kazakh), "4,546299 tUSD");
        assert_eq!(show(1_200_000_000, Language::English), "1,200 tUSD");
        assert_eq!(show(100, Language::Russian), "0,0001 tUSD");
    }

    #[test]
    fn shares_and_times() {
        assert_eq!(
            format_order("0x006dd610e1a2bd64f106c08af9ca36a8"),
            "№\u{a0}CA36A8"
        );
        let about =
            |units: u64| format_about(AssetAmount::new(U256::from(units)), 6, "tUSD", Language::Russian);
        assert_eq!(about(55_205_047_319), "55\u{a0}205\u{a0}tUSD");
        assert_eq!(about(4_546_299), "4,54\u{a0}tUSD");
        assert_eq!(about(1_299), "0,0012\u{a0}tUSD");
        assert_eq!(about(1), "0,000001\u{a0}tUSD");
        assert_eq!(about(0), "0\u{a0}tUSD");
        assert_eq!(format_percent(Bps::new(75).unwrap(), Language::Kazakh), "0,75%");
        assert_eq!(format_percent(Bps::new(1600).unwrap(), Language::English), "16%");
        assert_eq!(format_duration(899), "14:59");
        // 2026-11-22 13:05:00 UTC, and a leap day.
        assert_eq!(format_time(1_795_352_700, Language::Kazakh), "22.11.2026 18:05");
        assert_eq!(format_time(1_709_164_800, Language::English), "2024-02-29 05:00");
    }
}
