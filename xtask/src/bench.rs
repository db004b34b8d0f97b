//! `cargo xtask bench`: measurements against peers, each in one run with its peer. No part of `test`.

use crate::build;
use crate::error::{Error, Result};
use crate::npm;
use crate::packages;
use crate::process::Cmd;
use crate::session::Session;
use crate::stack;
use crate::test::browser::{self, Browser};

const FOLDER: &str = "bench";

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Which measurement.
    pub(crate) name: String,
    pub(crate) no_build: bool,
}

/// # Errors
/// When there is no such measurement, something cannot be installed, or it does not run to its end.
pub(crate) fn run(session: &Session, options: &Options) -> Result<()> {
    let script = match options.name.as_str() {
        "ready" => "ready.mjs",
        "search" => "search.mjs",
        name => {
            return Err(Error::new(format!("There is no measurement {name:?}."))
                .remedy("`cargo xtask --help` lists them"));
        }
    };
    let missing = browser::missing_packages();
    packages::install(session, "Debian packages: browser", &missing)?;
    npm::install(session, FOLDER)?;
    npm::install(session, "tools")?;
    if !options.no_build {
        build::site(session, &build::Options::default())?;
        stack::build(session, &["till", "site", "demo", "zone-cli"])?;
    }
    let root = &session.paths.root;
    Browser::find()?
        .apply(Cmd::new("node"))
        .arg(root.join(FOLDER).join(script))
        .env("CRYPTOCITY_DIST", root.join("dist"))
        .env("CRYPTOCITY_PROGRAMS", session.paths.target.join("debug"))
        .env("CRYPTOCITY_ANVIL", npm::anvil(root)?)
        .cwd(root)
        .run_visibly()
}
