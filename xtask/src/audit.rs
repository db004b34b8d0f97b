//! `cargo xtask audit`: Lighthouse on the pages of the running demo. No part of `test`: it takes half an hour.

use crate::build;
use crate::error::Result;
use crate::npm;
use crate::process::Cmd;
use crate::session::Session;
use crate::shots;
use crate::stack;
use crate::test::browser::Browser;

const FOLDER: &str = "tests/audit";

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) no_build: bool,
    /// Makes what is found now the table in `docs/audit.md`.
    pub(crate) update: bool,
    /// Only the pages with this in their name.
    pub(crate) only: Option<String>,
}

/// # Errors
/// When something is missing, a page is not reached, or an audit fails that is neither excused nor known.
pub(crate) fn run(session: &Session, options: &Options) -> Result<()> {
    // The ways to the pages are those of the pictures.
    shots::prepare(session)?;
    npm::install(session, FOLDER)?;
    npm::install(session, "tools")?;
    if !options.no_build {
        build::site(session, &build::Options::default())?;
        stack::build(session, &["till", "site", "demo"])?;
    }
    let root = &session.paths.root;
    session.steps.run("The verdict itself is sound", |log| {
        Cmd::new("npm").arg("test").cwd(root.join(FOLDER)).run(log)
    })?;
    let out = session.paths.target.join("audit");
    let mut cmd = Browser::find()?
        .apply(Cmd::new("node"))
        .arg(root.join(FOLDER).join("run.mjs"))
        .env("CRYPTOCITY_DIST", root.join("dist"))
        .env("CRYPTOCITY_PROGRAMS", session.paths.target.join("debug"))
        .env("CRYPTOCITY_ANVIL", npm::anvil(root)?)
        .env("CRYPTOCITY_SHOTS_OUT", &out)
        .env("CRYPTOCITY_AUDIT_OUT", out.join("reports"))
        .cwd(root)
        .args(options.update.then_some("--update"));
    if let Some(part) = &options.only {
        cmd = cmd.arg("--only").arg(part);
    }
    cmd.run_visibly()
}
