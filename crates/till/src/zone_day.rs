use activity::Day;

/// The calendar day of a moment in the zone, as in ISO 8601.
pub(crate) fn date(unix_seconds: u64) -> String {
    let day = Day::of(unix_seconds);
    format!("{}-{:02}-{:02}", day.year, day.month, day.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_zone() {
        // 2026-11-28 19:00 UTC, which is midnight in Almaty.
        assert_eq!(date(1_795_892_400 - 1), "2026-11-28");
        assert_eq!(date(1_795_892_400), "2026-11-29");
    }
}
