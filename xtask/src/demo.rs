//! `cargo xtask demo`: from a fresh checkout to the running stack.

use std::path::PathBuf;

use crate::build;
use crate::error::{Error, Result};
use crate::npm;
use crate::process::{Cmd, is_executable};
use crate::session::Session;
use crate::stack::{self, Ports};
use crate::step::duration;

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) ports: Ports,
    pub(crate) state_dir: Option<PathBuf>,
    pub(crate) no_build: bool,
}

/// # Errors
/// When a port is taken, something is missing and cannot be installed, or the stack does not start.
pub(crate) fn run(session: &Session, options: &Options) -> Result<()> {
    options.ports.require_free()?;
    if !options.no_build {
        build::site(session, &build::Options::default())?;
        stack::build(session, &["till", "site", "demo"])?;
        eprintln!(
            "Everything is built after {}.\n",
            duration(session.steps.elapsed())
        );
    }
    let program = session.paths.target.join("debug/cryptocity-demo");
    if !is_executable(&program) || !session.paths.root.join("dist/index.html").is_file() {
        return Err(Error::new("The demo is not built.").remedy("`cargo xtask demo` without --no-build"));
    }
    let mut demo = Cmd::new(program)
        .arg("--dist")
        .arg(session.paths.root.join("dist"))
        .arg("--anvil")
        .arg(npm::anvil(&session.paths.root)?)
        .cwd(&session.paths.root)
        .stops_its_children();
    for (flag, port) in options.ports.all() {
        demo = demo.arg(format!("--{flag}")).arg(port.to_string());
    }
    if let Some(folder) = &options.state_dir {
        demo = demo.arg("--state-dir").arg(folder);
    }
    match demo.run_visibly() {
        // Ctrl-C is how this command ends.
        Err(error) if error.is_interruption() => {
            eprintln!("\nEverything is stopped.");
            Ok(())
        }
        other => other,
    }
}
