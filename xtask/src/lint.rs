//! Formatting and lints, for this machine and for the browser.

use crate::error::Result;
use crate::session::Session;
use crate::toolchain::{self, WASM};

/// What is compiled for the browser only.
pub(crate) const IN_BROWSER: &[&str] = &["cryptocity-wallet", "key-worker", "city-worker", "browser"];

pub(crate) fn format(session: &Session) -> Result<()> {
    let fmt = toolchain::rustfmt(session.toolchain()?)?;
    session.steps.run("Formatting", |log| {
        let call = fmt.args(["--all", "--", "--check"]).cwd(&session.paths.root);
        call.run(log).map_err(|error| error.remedy("`cargo fmt --all`"))
    })
}

pub(crate) fn clippy(session: &Session) -> Result<()> {
    session.toolchain()?;
    session.steps.run("Lints", |log| {
        let cargo = session
            .cargo()?
            .args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        cargo.run(log)
    })
}

pub(crate) fn clippy_in_browser(session: &Session) -> Result<()> {
    session.toolchain()?;
    session.steps.run("Lints for the browser", |log| {
        let packages = IN_BROWSER.iter().flat_map(|package| ["--package", package]);
        let cargo = session.cargo()?.args(["clippy", "--target", WASM]).args(packages);
        cargo.args(["--all-targets", "--", "-D", "warnings"]).run(log)
    })
}
