//! What all commands share: folders, steps, and the toolchain chosen once for every call of cargo.

use std::cell::OnceCell;

use crate::error::Result;
use crate::paths::Paths;
use crate::process::Cmd;
use crate::step::Steps;
use crate::toolchain::{self, Toolchain};

/// One run of one command.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) paths: Paths,
    pub(crate) steps: Steps,
    toolchain: OnceCell<Toolchain>,
}

impl Session {
    /// # Errors
    /// When the checkout or a folder for the tools cannot be found.
    pub(crate) fn new() -> Result<Self> {
        let paths = Paths::find()?;
        let steps = Steps::new(paths.target.join("logs"));
        Ok(Self {
            paths,
            steps,
            toolchain: OnceCell::new(),
        })
    }

    /// The toolchain, chosen and installed at the first call.
    ///
    /// # Errors
    /// When no toolchain can build for the browser and none can be installed.
    pub(crate) fn toolchain(&self) -> Result<&Toolchain> {
        if let Some(toolchain) = self.toolchain.get() {
            return Ok(toolchain);
        }
        let chosen = toolchain::ensure(self)?;
        Ok(self.toolchain.get_or_init(|| chosen))
    }

    /// A call of cargo in the checkout.
    ///
    /// # Errors
    /// As [`Session::toolchain`].
    pub(crate) fn cargo(&self) -> Result<Cmd> {
        Ok(self.toolchain()?.apply(Cmd::new("cargo")).cwd(&self.paths.root))
    }
}
