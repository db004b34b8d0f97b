//! `cargo xtask contracts`.

use crate::error::Result;
use crate::npm;
use crate::process::Cmd;
use crate::session::Session;

/// Compiles the contracts, or proves that the committed artifacts are what the sources give.
///
/// # Errors
/// When they do not compile or do not reproduce.
pub(crate) fn run(session: &Session, check: bool) -> Result<()> {
    npm::install(session, "contracts")?;
    let folder = session.paths.root.join("contracts");
    let step = if check {
        "Contracts: artifacts reproduce"
    } else {
        "Contracts: compile"
    };
    session.steps.run(step, |log| {
        Cmd::new("node")
            .arg("build.mjs")
            .args(check.then_some("--check"))
            .cwd(&folder)
            .run(log)
    })
}
