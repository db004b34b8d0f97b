//! `cargo xtask test`: the test command of the README and of CI.

pub(crate) mod browser;
pub(crate) mod firefox;
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
use crate::process::Cmd;
use crate::session::Session;
use crate::shots;
use crate::step::keep_going;
use crate::tools::Tool;

/// The second database that the tills run on, and a command that starts a passing server of it.
const POSTGRES: &[&str] = &["postgresql", "postgresql-common"];

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
        till_on_postgres,
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
        keep_going(|| build::over_budget(rows))?;
        keep_going(|| browser::core_journeys(session))?;
        keep_going(|| shots::compare(session, false))?;
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
    packages::install(session, "Debian packages: PostgreSQL", POSTGRES)?;
    for folder in ["tools", "embed", "contracts", "examples/express", "tests/interop"] {
        npm::install(session, folder)?;
    }
    Tool::wasm_bindgen(&session.paths.root)?.ensure(session)?;
    Tool::trunk().ensure(session)?;
    Tool::wasm_split().ensure(session)?;
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

/// The tills' tests once more, on a server of their own that ends with them.
fn till_on_postgres(session: &Session) -> Result<()> {
    const TESTS: &str = r#"TILL_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT" cargo test --package till --test till"#;
    session.steps.run("Tills on PostgreSQL", |log| {
        let anvil = npm::anvil(&session.paths.root)?;
        session
            .toolchain()?
            .apply(Cmd::new("pg_virtualenv"))
            .args(["-o", "max_connections=400", "sh", "-c", TESTS])
            .cwd(&session.paths.root)
            .env("ANVIL", anvil)
            .run(log)
    })
}
