use std::{io, path::PathBuf};

use thirtyfour::error::WebDriverError;

/// What journeys end with.
pub type Result<T, E = JourneyError> = std::result::Result<T, E>;

/// Why a journey did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum JourneyError {
    /// The stack.
    #[error(transparent)]
    Stack(#[from] demo::StackError),
    /// The browser or its driver.
    #[error("the browser: {0}")]
    Browser(#[from] WebDriverError),
    /// A program cannot be run.
    #[error("{program}: {reason}", program = program.display())]
    Program {
        /// Which.
        program: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// Something did not come to pass in time.
    #[error("waited in vain for {what}; the page at {url} shows:\n{text}")]
    Waited {
        /// For what.
        what: String,
        /// Where.
        url: String,
        /// What was there instead.
        text: String,
    },
    /// A server's answer is not what it should be.
    #[error("unexpected answer: {0}")]
    Answer(String),
    /// The independent check does not agree.
    #[error("the purchase does not hold: {0}")]
    Refuted(String),
    /// A secret left the page.
    #[error("a secret got out: {0}")]
    Leak(String),
    /// HTTP.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// The DevTools protocol.
    #[error("DevTools: {0}")]
    DevTools(String),
    /// The system.
    #[error(transparent)]
    System(#[from] io::Error),
    /// JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}
