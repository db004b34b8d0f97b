//! The end of a long command: every step, its time, and the count.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::output::say;
use crate::session::Session;
use crate::step::{Record, duration};

/// Prints the table and the closing line.
///
/// # Errors
/// When a step failed.
pub(crate) fn finish(session: &Session) -> Result<()> {
    let records = session.steps.records();
    say(&format!("\n{}", table(&records, session.steps.elapsed())));
    let failed: Vec<&str> = records
        .iter()
        .filter(|r| !r.passed)
        .map(|r| r.name.as_str())
        .collect();
    say(&format!(
        "{} passed, {} failed",
        records.len() - failed.len(),
        failed.len()
    ));
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!("Failed: {}.", failed.join(", "))))
}

fn table(records: &[Record], total: Duration) -> String {
    let line = |mark: &str, name: &str, time: Duration| format!("{mark} {name:<44}{:>14}", duration(time));
    let steps = records
        .iter()
        .map(|r| line(if r.passed { "✓" } else { "✗" }, &r.name, r.elapsed));
    steps
        .chain([line(" ", "in all", total)])
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_each_step() {
        let record = |name: &str, passed| Record {
            name: name.to_owned(),
            elapsed: Duration::from_secs(2),
            passed,
        };
        let text = table(
            &[record("Lints", true), record("Site", false)],
            Duration::from_secs(65),
        );
        assert_eq!(text.lines().count(), 3);
        assert!(text.contains("✗ Site") && text.ends_with("1 min 05 s"), "{text}");
    }
}
