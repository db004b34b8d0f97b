//! `cargo xtask test`: the test command of the README and of CI.

pub(crate) mod browser;
mod npm_tests;
pub(crate) mod summary;

use crate::arrows;
use crate::build;
use crate::contracts;
use crate::contrast;
use crate::error::Result;
use crate::lint;
use crate::locales;
use crate::npm;
use crate::packages;
use crate::session::Session;
use crate::shots;
use crate::step::keep_going;
use crate::tools::Tool;

/// # Errors
/// When any test fails or a tool is missing; all that can run does.
pub(crate) fn run(session: &Session) -> Result<()> {
    if keep_going(|| prepare(session))?.is_none() {
        session.steps.skip("Tests", "a tool is missing");
        return summary::finish(session);
    }
    let first: &[fn(&Session) -> Result<()>] = &[
        lint::format,
        arrows::run,
        locales::run,
        contrast::run,
        |session| contracts::run(session, true),
        npm_tests::contracts,
        npm_tests::embed,
        lint::clippy,
        lint::clippy_in_browser,
        native,
        npm_tests::interop,
        browser::unit_tests,
        shots::test,
    ];
    for part in first {
        keep_going(|| part(session))?;
    }
    let built = keep_going(|| build::site(session, &build::Options::default()))?;
    if let Some(rows) = &built {
        eprintln!("{}", build::table(rows));
    }
    let site = session.paths.root.join("dist/index.html");
    if built.is_none() && !site.is_file() {
        session.steps.skip("Purchase journeys", "the site was not built");
    } else {
        keep_going(|| browser::journeys(session))?;
    }
    summary::finish(session)
}

/// Installs everything first: a missing tool is known after minutes, not at the end.
fn prepare(session: &Session) -> Result<()> {
    npm::require_node()?;
    session.toolchain()?;
    packages::install(session, "Debian packages: browser", &browser::missing_packages())?;
    browser::Browser::find()?;
    shots::prepare(session)?;
    for folder in ["tools", "embed", "contracts", "tests/interop"] {
        npm::install(session, folder)?;
    }
    Tool::wasm_bindgen(&session.paths.root)?.ensure(session)?;
    Tool::trunk().ensure(session)?;
    Ok(())
}

fn native(session: &Session) -> Result<()> {
    session.steps.run("Native tests", |log| {
        let anvil = npm::anvil(&session.paths.root)?;
        let tools = npm::tools_bin(&session.paths.root);
        let cargo = session.cargo()?.path(tools).env("CRYPTOCITY_ANVIL", anvil);
        cargo.args(["test", "--workspace", "--exclude", "e2e"]).run(log)
    })
}
