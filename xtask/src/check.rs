//! `cargo xtask check`: what is looked at before a change is handed in, beside the tests.

use crate::arrows;
use crate::build;
use crate::contrast;
use crate::error::Result;
use crate::lint;
use crate::locales;
use crate::process::Cmd;
use crate::session::Session;
use crate::step::keep_going;
use crate::test::summary;
use crate::tools::Tool;

/// # Errors
/// When any part fails; all parts run.
pub(crate) fn run(session: &Session) -> Result<()> {
    let parts: &[fn(&Session) -> Result<()>] = &[
        lint::format,
        lint::clippy,
        lint::clippy_in_browser,
        arrows::run,
        locales::run,
        contrast::run,
        dependencies,
        sizes,
    ];
    for part in parts {
        keep_going(|| part(session))?;
    }
    summary::finish(session)
}

fn dependencies(session: &Session) -> Result<()> {
    let deny = Tool::cargo_deny().ensure(session)?;
    let toolchain = session.toolchain()?;
    session.steps.run("Licences, sources, one curve", |log| {
        toolchain
            .apply(Cmd::new("cargo").path(&deny))
            .args([
                "deny",
                "--workspace",
                "--all-features",
                "check",
                "bans",
                "licenses",
                "sources",
            ])
            .cwd(&session.paths.root)
            .run(log)
    })
}

fn sizes(session: &Session) -> Result<()> {
    let Some(rows) = build::read_sizes(&session.paths.root.join("dist"))? else {
        eprintln!("  sizes are not measured: `cargo xtask build` first");
        return Ok(());
    };
    session
        .steps
        .run("Sizes of the built site", |_| build::over_budget(&rows))
}
