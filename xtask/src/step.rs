//! Visible progress: what runs now, for how long, and what became of it.

use std::cell::RefCell;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::error::{Error, Result, io};

/// What became of a step.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) name: String,
    pub(crate) elapsed: Duration,
    pub(crate) passed: bool,
}

/// The steps of one command, in order.
#[derive(Debug)]
pub(crate) struct Steps {
    logs: PathBuf,
    started: Instant,
    records: RefCell<Vec<Record>>,
}

impl Steps {
    /// `logs` is the folder for the output of the steps.
    pub(crate) fn new(logs: PathBuf) -> Self {
        Self {
            logs,
            started: Instant::now(),
            records: RefCell::default(),
        }
    }

    /// Runs `work`, which sends the output of what it calls to the log file it is given.
    ///
    /// # Errors
    /// What `work` gives, with the log named.
    pub(crate) fn run<T>(&self, name: &str, work: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
        crate::interrupt::check()?;
        std::fs::create_dir_all(&self.logs).map_err(|e| io("create", &self.logs, &e))?;
        let log = self.logs.join(format!("{}.log", slug(name)));
        std::fs::write(&log, "").map_err(|e| io("write", &log, &e))?;
        let begun = Instant::now();
        let (done, signal) = channel::<()>();
        let ticker = {
            let (name, log) = (name.to_owned(), log.clone());
            std::thread::spawn(move || tick(&name, &log, begun, &signal))
        };
        let result = work(&log);
        drop(done);
        let _ = ticker.join();
        let elapsed = begun.elapsed();
        let mark = if result.is_ok() { "✓" } else { "✗" };
        eprintln!("{mark} {name}  {}", duration(elapsed));
        self.record(name, elapsed, result.is_ok());
        result.map_err(|error| {
            if log_is_empty(&log) {
                error
            } else {
                error.log(&log)
            }
        })
    }

    /// Notes a step that could not even start, because an earlier one failed.
    pub(crate) fn skip(&self, name: &str, why: &str) {
        eprintln!("✗ {name}  not run: {why}");
        self.record(name, Duration::ZERO, false);
    }

    fn record(&self, name: &str, elapsed: Duration, passed: bool) {
        self.records.borrow_mut().push(Record {
            name: name.to_owned(),
            elapsed,
            passed,
        });
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.records.borrow().clone()
    }

    /// Since the command began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Runs `work` as a part of a longer command: a failure is shown and noted, and the command goes on.
///
/// # Errors
/// Only when the user asked to stop.
pub(crate) fn keep_going<T>(work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
    match work() {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_interruption() => Err(error),
        Err(error) => {
            Error::report(&error);
            Ok(None)
        }
    }
}

fn tick(name: &str, log: &Path, begun: Instant, done: &Receiver<()>) {
    let terminal = std::io::stderr().is_terminal();
    if !terminal {
        eprintln!("▸ {name}");
    }
    let pause = if terminal {
        Duration::from_millis(500)
    } else {
        Duration::from_secs(60)
    };
    loop {
        if terminal {
            eprint!(
                "\r\x1b[2K▸ {name}  {}  \x1b[2m{}\x1b[0m",
                duration(begun.elapsed()),
                last_line(log, 60)
            );
        }
        match done.recv_timeout(pause) {
            Err(RecvTimeoutError::Timeout) if terminal => {}
            Err(RecvTimeoutError::Timeout) => {
                eprintln!(
                    "  … {name}  {}  {}",
                    duration(begun.elapsed()),
                    last_line(log, 80)
                );
            }
            _ => break,
        }
    }
    if terminal {
        eprint!("\r\x1b[2K");
    }
}

fn last_line(log: &Path, width: usize) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let line = text
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    line.trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(width)
        .collect()
}

fn log_is_empty(log: &Path) -> bool {
    std::fs::metadata(log).is_ok_and(|meta| meta.len() == 0)
}

/// `Native tests (core)` becomes `native-tests-core`.
fn slug(name: &str) -> String {
    let dashed: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    dashed
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// `3.2 s` or `4 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{}.{} s", seconds, time.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(name: &str) -> Steps {
        Steps::new(std::env::temp_dir().join(format!("cryptocity-xtask-{name}-{}", std::process::id())))
    }

    #[test]
    fn names_become_file_names() {
        assert_eq!(slug("Native tests (core)"), "native-tests-core");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(Duration::from_millis(3_260)), "3.2 s");
        assert_eq!(duration(Duration::from_secs(245)), "4 min 05 s");
    }

    #[test]
    fn each_step_is_recorded_with_its_result() {
        let steps = steps("record");
        steps.run("one", |_| Ok(())).unwrap();
        steps.run("two", |_| Err::<(), _>(Error::new("no"))).unwrap_err();
        steps.skip("three", "two failed");
        let passed: Vec<bool> = steps.records().iter().map(|record| record.passed).collect();
        assert_eq!(passed, [true, false, false]);
        let _ = std::fs::remove_dir_all(&steps.logs);
    }

    #[test]
    fn a_failure_does_not_end_a_longer_command() {
        assert_eq!(keep_going(|| Ok(1)).unwrap(), Some(1));
        assert!(keep_going(|| Err::<(), _>(Error::new("no"))).unwrap().is_none());
        assert!(keep_going(|| Err::<(), _>(Error::interrupted())).is_err());
    }
}
