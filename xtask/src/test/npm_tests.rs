//! Tests that run in Node.js.

use crate::error::Result;
use crate::npm;
use crate::process::Cmd;
use crate::session::Session;

pub(super) fn contracts(session: &Session) -> Result<()> {
    npm_test(session, "Contracts: tests", "contracts")
}

pub(super) fn embed(session: &Session) -> Result<()> {
    npm::install(session, "examples/express")?;
    npm_test(session, "Embed: tests", "embed")
}

/// Our formats against other people's implementations.
pub(super) fn interop(session: &Session) -> Result<()> {
    npm_test(session, "Interoperability", "tests/interop")
}

fn npm_test(session: &Session, step: &str, folder: &str) -> Result<()> {
    npm::install(session, folder)?;
    let toolchain = session.toolchain()?;
    session.steps.run(step, |log| {
        toolchain
            .apply(Cmd::new("npm"))
            .args(["test"])
            .cwd(session.paths.root.join(folder))
            .run(log)
    })
}
