//! `cargo xtask doctor`: what is here, what is missing, how to mend it. Installs nothing.

use crate::error::{Error, Result};
use crate::npm;
use crate::output::say;
use crate::packages::{self, Root};
use crate::process::{Cmd, find_program};
use crate::session::Session;
use crate::stack::Ports;
use crate::test::browser::Browser;
use crate::toolchain;
use crate::tools::Tool;
use crate::versions;

/// One line of the table.
#[derive(Clone, Debug)]
struct Finding {
    name: String,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    Present(String),
    /// A command installs it by itself.
    Later(String),
    /// Somebody has to do something.
    Missing(String),
}

/// # Errors
/// When something is missing that no command can install.
pub(crate) fn run(session: &Session) -> Result<()> {
    let mut findings = vec![rust(session)?, format(session)?, node()];
    for tool in [
        Tool::wasm_bindgen(&session.paths.root)?,
        Tool::trunk(),
        Tool::wasm_split(),
        Tool::geckodriver(),
        Tool::cargo_deny(),
    ] {
        findings.push(crate_tool(session, &tool));
    }
    for folder in ["tools", "embed", "contracts", "examples/express", "tests/interop"] {
        findings.push(npm_folder(session, folder));
    }
    findings.extend([browser(), root(), ports()]);
    say(&format!("cache of tools: {}\n", session.paths.cache.display()));
    for finding in &findings {
        say(&line(finding));
    }
    let missing: Vec<&str> = findings
        .iter()
        .filter(|f| matches!(f.state, State::Missing(_)))
        .map(|f| f.name.as_str())
        .collect();
    if missing.is_empty() {
        say("\nReady: `cargo xtask demo` and `cargo xtask test` install the rest by themselves.");
        return Ok(());
    }
    Err(Error::new(format!("Not ready: {}.", missing.join(", "))).remedy("see the lines marked ✗ above"))
}

fn line(finding: &Finding) -> String {
    let (mark, text) = match &finding.state {
        State::Present(text) => ("✓", text.clone()),
        State::Later(text) => ("…", format!("not yet: {text}")),
        State::Missing(text) => ("✗", format!("missing: {text}")),
    };
    format!("{mark} {:<30}{text}", finding.name)
}

fn finding(name: &str, state: State) -> Finding {
    Finding {
        name: name.to_owned(),
        state,
    }
}

fn rust(session: &Session) -> Result<Finding> {
    let oldest = toolchain::oldest_rustc(&session.paths.root)?;
    let state = match (toolchain::detect(&session.paths.root)?, toolchain::active()) {
        (Some(ready), _) => State::Present(ready.describe()),
        (None, Some(active)) if active.rustc.release >= oldest || packages::can_be_asked() => {
            State::Later(format!(
                "{} cannot build for the browser; the commands add {} or take Debian's Rust",
                active.describe(),
                toolchain::WASM
            ))
        }
        _ => State::Missing(format!("rustc {oldest} or newer; `rustup update stable`")),
    };
    Ok(finding("Rust for browser and servers", state))
}

fn format(session: &Session) -> Result<Finding> {
    let chosen = toolchain::detect(&session.paths.root)?.or_else(toolchain::active);
    let state = match chosen.map(|chosen| toolchain::rustfmt(&chosen)) {
        Some(Ok(fmt)) => State::Present(fmt.arg("--version").read()?),
        _ => State::Missing(
            "`rustup component add rustfmt`, or on Debian `apt-get install rustfmt-web`".to_owned(),
        ),
    };
    Ok(finding("rustfmt", state))
}

fn node() -> Finding {
    let state = match npm::require_node() {
        Ok(()) => State::Present(Cmd::new("node").arg("--version").read().unwrap_or_default()),
        Err(_) => State::Missing(format!("Node.js {} or newer with npm", versions::NODE_MAJOR)),
    };
    finding("Node.js and npm", state)
}

fn crate_tool(session: &Session, tool: &Tool) -> Finding {
    let state = match tool.find(session) {
        Some(folder) => State::Present(format!("{} in {}", tool.version, folder.display())),
        None => State::Later(format!("{} is built by the command that needs it", tool.version)),
    };
    finding(tool.package, state)
}

fn npm_folder(session: &Session, folder: &str) -> Finding {
    let pinned: Vec<String> = versions::NPM
        .iter()
        .filter(|(place, ..)| *place == folder)
        .map(|(_, package, version)| format!("{package} {version}"))
        .collect();
    let state = match npm::is_installed(&session.paths.root.join(folder)) {
        Ok(true) => State::Present(if pinned.is_empty() {
            "as locked".to_owned()
        } else {
            pinned.join(", ")
        }),
        Ok(false) => State::Later("installed by the command that needs them".to_owned()),
        Err(_) => State::Missing(format!("{folder}/package-lock.json; restore it from git")),
    };
    finding(&format!("npm packages: {folder}"), state)
}

fn browser() -> Finding {
    let state = match Browser::find() {
        Ok(found) => State::Present(
            Cmd::new(&found.browser)
                .arg("--version")
                .read()
                .unwrap_or_default(),
        ),
        Err(_) if packages::can_be_asked() => State::Later("`cargo xtask test` installs Debian's".to_owned()),
        Err(_) => State::Missing("Chromium and chromedriver on PATH; only the tests need them".to_owned()),
    };
    finding("Chromium for the tests", state)
}

fn root() -> Finding {
    let state = match (find_program(&["apt-get"]), Root::find()) {
        (None, _) => State::Present("not Debian: nothing is installed by packages".to_owned()),
        (_, Ok(_)) => State::Present("missing Debian packages can be installed".to_owned()),
        (_, Err(_)) => {
            State::Later("only if Debian packages are missing: run once as root or with sudo".to_owned())
        }
    };
    finding("root", state)
}

fn ports() -> Finding {
    let state = match Ports::default().require_free() {
        Ok(()) => State::Present("8080 to 8084 and 8545 are free".to_owned()),
        Err(_) => {
            State::Later("a default port is taken; `cargo xtask demo --port-base N` uses others".to_owned())
        }
    };
    finding("ports of the demo", state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_reads_differently() {
        let mark = |state| line(&finding("x", state)).chars().next();
        assert_eq!(mark(State::Present(String::new())), Some('✓'));
        assert_eq!(mark(State::Later(String::new())), Some('…'));
        assert_eq!(mark(State::Missing(String::new())), Some('✗'));
    }
}
