//! What a command says when it cannot go on: one sentence, one remedy.

use std::fmt;
use std::path::{Path, PathBuf};

/// A failure of a command, written for the person who typed it.
#[derive(Debug)]
pub(crate) struct Error {
    message: String,
    remedy: Option<String>,
    log: Option<PathBuf>,
    interrupted: bool,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            remedy: None,
            log: None,
            interrupted: false,
        }
    }

    /// The user pressed Ctrl-C, or the process was asked to stop.
    pub(crate) fn interrupted() -> Self {
        Self {
            interrupted: true,
            ..Self::new("Stopped on request.")
        }
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Names the file that holds the output of what failed. The first one named stays.
    pub(crate) fn log(mut self, path: &Path) -> Self {
        self.log.get_or_insert_with(|| path.to_owned());
        self
    }

    pub(crate) fn is_interruption(&self) -> bool {
        self.interrupted
    }

    /// Prints the failure, with the end of its log when there is one.
    pub(crate) fn report(&self) {
        if let Some(path) = &self.log {
            let text = std::fs::read(path).unwrap_or_default();
            let tail = last_lines(&String::from_utf8_lossy(&text), TAIL);
            if !tail.is_empty() {
                eprintln!("\n---- end of {} ----\n{tail}\n----", path.display());
            }
        }
        eprintln!("\n{self}");
    }
}

/// How many lines of a failed step's output are shown.
const TAIL: usize = 40;

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\n  what to do: {remedy}")?;
        }
        if let Some(log) = &self.log {
            write!(f, "\n  whole output: {}", log.display())?;
        }
        Ok(())
    }
}

/// Turns an input/output error into a sentence that names the file.
pub(crate) fn io(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("Could not {what} {}: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_the_end() {
        assert_eq!(last_lines("a\nb\nc", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
        assert_eq!(last_lines("", 2), "");
    }

    #[test]
    fn a_remedy_follows_the_sentence() {
        let error = Error::new("Node.js is missing.").remedy("install it");
        assert_eq!(
            error.to_string(),
            "error: Node.js is missing.\n  what to do: install it"
        );
    }

    #[test]
    fn the_first_log_stays() {
        let error = Error::new("x").log(Path::new("a")).log(Path::new("b"));
        assert_eq!(error.log.as_deref(), Some(Path::new("a")));
    }
}
