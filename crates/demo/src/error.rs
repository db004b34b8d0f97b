use std::{io, path::PathBuf};

use chain::RpcError;

/// Why the stack does not run.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// Somebody else listens there.
    #[error("Port {port} is taken by another program: end it, or choose another port with --{flag}.")]
    PortTaken {
        /// The port.
        port: u16,
        /// The option that moves it.
        flag: &'static str,
    },
    /// A program is not there.
    #[error("{program} is missing ({path}): {remedy}.", path = path.display())]
    MissingProgram {
        /// Which.
        program: &'static str,
        /// Where it was looked for.
        path: PathBuf,
        /// What to do.
        remedy: &'static str,
    },
    /// The built site is not there.
    #[error("The site is not built ({path} is missing): run `cargo xtask build`.", path = .0.display())]
    NoSite(PathBuf),
    /// A file or folder cannot be written or read.
    #[error("{path}: {reason}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A child ended by itself.
    #[error("{name} has ended ({status}). Its last words, from {log}:\n{tail}", log = log.display())]
    Ended {
        /// Which child.
        name: &'static str,
        /// How it ended.
        status: String,
        /// Its log.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// A child runs but does not answer.
    #[error("{name} does not answer at {url}; see {log}.", log = log.display())]
    Silent {
        /// Which child.
        name: &'static str,
        /// Where it was asked.
        url: String,
        /// Its log.
        log: PathBuf,
    },
    /// The tokens could not be deployed.
    #[error("The demo tokens could not be deployed: {0}.")]
    Deploy(String),
    /// The deposit desk did not start.
    #[error("The deposit desk did not start: {0}.")]
    Desk(#[from] desk::StartDeskError),
    /// The node failed.
    #[error("The node failed: {0}.")]
    Rpc(#[from] RpcError),
    /// The system refuses something else.
    #[error("{0}.")]
    System(#[from] io::Error),
}

impl StackError {
    /// Says which file or folder an error is about.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |reason| Self::File { path, reason }
    }
}
