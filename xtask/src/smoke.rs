//! `cargo xtask smoke`: one purchase in a real browser; the only line on standard output is its result.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::build;
use crate::error::{Error, Result};
use crate::interrupt;
use crate::npm;
use crate::output::say;
use crate::packages;
use crate::process::Cmd;
use crate::session::Session;
use crate::stack;
use crate::test::browser;

/// What the user chose.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) no_build: bool,
}

/// # Errors
/// When something is missing, or the purchase or its independent check fails.
pub(crate) fn run(session: &Session, options: &Options) -> Result<()> {
    packages::install(session, "Debian packages: browser", &browser::missing_packages())?;
    let browser = browser::Browser::find()?;
    if !options.no_build {
        build::site(session, &build::Options::default())?;
    }
    npm::install(session, "tests/interop")?;
    let programs = stack::build(session, &["till", "site", "demo", "e2e"])?;
    let root = &session.paths.root;
    let smoke = browser
        .apply(Cmd::new(programs.join("smoke")))
        .arg("--dist")
        .arg(root.join("dist"))
        .arg("--anvil")
        .arg(npm::anvil(root)?)
        .cwd(root)
        .stops_its_children();
    purchase(&smoke)
}

fn purchase(smoke: &Cmd) -> Result<()> {
    let (mut child, group) = smoke.spawn(Stdio::piped(), Stdio::inherit())?;
    let mut result = None;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(std::io::Result::ok) {
            if is_result(&line) {
                result = Some(line);
            } else {
                eprintln!("{line}");
            }
        }
    }
    let status = child
        .wait()
        .map_err(|error| Error::new(format!("Could not wait for the purchase: {error}.")))?;
    drop(group);
    interrupt::check()?;
    if let Some(line) = &result {
        say(line);
    }
    match result {
        _ if !status.success() => Err(Error::new(format!("The purchase failed ({status})."))),
        None => Err(Error::new("The purchase gave no result.")),
        Some(_) => Ok(()),
    }
}

fn is_result(line: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(line).is_ok_and(|json| json.get("tx").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_result_counts() {
        assert!(is_result(r#"{"order":"0x1","tx":"0x2","status":"settled"}"#));
        assert!(!is_result(r#"{"level":"info"}"#));
        assert!(!is_result("paid"));
    }
}
