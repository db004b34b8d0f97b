use std::{io, path::PathBuf};

/// Why a command failed: which file, and why.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file cannot be read or written.
    #[error("{path}: {cause}", path = .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file does not hold.
    #[error("{path}: {reason}", path = .path.display())]
    Refused {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A line of a table does not hold.
    #[error("{path}:{line}: {reason}", path = .path.display())]
    Line {
        /// Which.
        path: PathBuf,
        /// Counted from 1.
        line: u64,
        /// Why.
        reason: String,
    },
    /// A block of a binary file does not hold.
    #[error("{path}: block {block} at byte {offset}: {reason}", path = .path.display())]
    Block {
        /// Which.
        path: PathBuf,
        /// Counted from 1.
        block: u64,
        /// Where it begins.
        offset: u64,
        /// Why.
        reason: String,
    },
    /// The answer cannot be written.
    #[error("the answer cannot be written: {0}")]
    Output(#[from] io::Error),
    /// The system gives no randomness.
    #[error("the system gives no randomness: {0}")]
    Randomness(String),
}

impl CliError {
    pub(crate) fn refused(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Refused {
            path: path.into(),
            reason: reason.to_string(),
        }
    }
}
