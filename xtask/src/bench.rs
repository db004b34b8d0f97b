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
    match options.name.as_str() {
        "ready" => in_browser(session, options, "ready.mjs"),
        "activity" => in_browser(session, options, "activity.mjs"),
        "search" => in_browser(session, options, "search.mjs"),
        "keys" => keys(session, options),
        "till" => till(session),
        name => Err(Error::new(format!("There is no measurement {name:?}."))
            .remedy("`cargo xtask --help` lists them")),
    }
}

/// Orders created, quoted, verified and settled a second, with few and with many stored; on both databases.
fn till(session: &Session) -> Result<()> {
    const BENCH: &str = "cargo bench --package till --bench load";
    const ON_POSTGRES: &str = r#"TILL_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT" cargo bench --package till --bench load"#;
    packages::install(
        session,
        "Debian packages: PostgreSQL",
        &["postgresql", "postgresql-common"],
    )?;
    npm::install(session, "tools")?;
    let root = &session.paths.root;
    for (program, arguments) in [
        ("sh", vec!["-c", BENCH]),
        (
            "pg_virtualenv",
            vec!["-o", "max_connections=400", "sh", "-c", ON_POSTGRES],
        ),
    ] {
        session
            .toolchain()?
            .apply(Cmd::new(program))
            .args(arguments)
            .cwd(root)
            .env("ANVIL", npm::anvil(root)?)
            .run_visibly()?;
    }
    Ok(())
}

/// Words, accounts and the key derivation in the wallet's worker, beside libraries that do the same in the same worker.
fn keys(session: &Session, options: &Options) -> Result<()> {
    prepare(session, options, &["till", "e2e"])?;
    let root = &session.paths.root;
    let peers = session.paths.target.join("keys-peers.js");
    session.steps.run("Peers: bundle", |log| {
        Cmd::new(root.join(FOLDER).join("node_modules/.bin/esbuild"))
            .args(["keys-peers.mjs", "--bundle", "--format=iife"])
            .arg(format!("--outfile={}", peers.display()))
            .cwd(root.join(FOLDER))
            .run(log)
    })?;
    Browser::find()?
        .apply(Cmd::new(session.paths.target.join("debug/bench-keys")))
        .env("CRYPTOCITY_DIST", root.join("dist"))
        .env("CRYPTOCITY_ANVIL", npm::anvil(root)?)
        .env("CRYPTOCITY_PEERS", peers)
        .cwd(root)
        .run_visibly()
}

/// Installs what a measurement in the browser needs, and builds the site and programs.
fn prepare(session: &Session, options: &Options, programs: &[&str]) -> Result<()> {
    let missing = browser::missing_packages();
    packages::install(session, "Debian packages: browser", &missing)?;
    npm::install(session, FOLDER)?;
    npm::install(session, "tools")?;
    if !options.no_build {
        build::site(session, &build::Options::default())?;
        stack::build(session, programs)?;
    }
    Ok(())
}

fn in_browser(session: &Session, options: &Options, script: &str) -> Result<()> {
    prepare(session, options, &["till", "site", "demo", "zone-cli"])?;
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
