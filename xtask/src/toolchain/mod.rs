//! One Rust toolchain for every call of cargo, able to build for the browser. In this order: one that is
//! ready, the active one after `rustup target add`, Debian's own with a standard library built here.

mod debian;
mod rustc;
mod rustfmt;
mod std_build;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Error, Result, io};
use crate::process::{Cmd, find_program};
use crate::session::Session;

pub(crate) use rustc::{Rustc, Version};
pub(crate) use rustfmt::rustfmt;

/// The target of everything that runs in a browser.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// How long rustup may try to reach its server; where it is blocked it can hang instead of failing.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);

/// The toolchain that all calls of cargo use.
#[derive(Clone, Debug)]
pub(crate) struct Toolchain {
    /// Its name in rustup; none where rustup is absent.
    pub(crate) name: Option<String>,
    /// The folder of its programs, where it is not found by rustup or on PATH.
    pub(crate) bin: Option<PathBuf>,
    pub(crate) rustc: Rustc,
}

impl Toolchain {
    /// Makes `cmd` and all it starts use this toolchain.
    pub(crate) fn apply(&self, cmd: Cmd) -> Cmd {
        let cmd = match &self.name {
            Some(name) => cmd.env("RUSTUP_TOOLCHAIN", name),
            None => cmd,
        };
        match &self.bin {
            Some(folder) => cmd.path(folder),
            None => cmd,
        }
    }

    /// For people.
    pub(crate) fn describe(&self) -> String {
        let name = self.name.as_deref().unwrap_or("on PATH");
        format!("rustc {} ({name})", self.rustc.release)
    }
}

/// Finds a toolchain that is ready, installs nothing.
///
/// # Errors
/// When the workspace's manifest cannot be read.
pub(crate) fn detect(root: &Path) -> Result<Option<Toolchain>> {
    let oldest = oldest_rustc(root)?;
    let active = active().filter(|found| found.rustc.release >= oldest && std_build::is_ready(&found.rustc));
    Ok(active.or_else(|| {
        debian::linked().filter(|found| found.rustc.release >= oldest && std_build::is_ready(&found.rustc))
    }))
}

/// Finds a toolchain or installs one.
///
/// # Errors
/// When none of the ways works on this machine.
pub(crate) fn ensure(session: &Session) -> Result<Toolchain> {
    if let Some(found) = detect(&session.paths.root)? {
        return Ok(found);
    }
    let oldest = oldest_rustc(&session.paths.root)?;
    let active = active();
    if let Some(active) = active.as_ref().filter(|found| found.rustc.release >= oldest)
        && has_rustup()
    {
        eprintln!(
            "▸ asking rustup for {WASM} (at most {} s)",
            RUSTUP_LIMIT.as_secs()
        );
        let added = active
            .apply(Cmd::new("rustup").args(["target", "add", WASM]))
            .limit(RUSTUP_LIMIT);
        if added.succeeds() && std_build::is_ready(&active.rustc) {
            return Ok(active.clone());
        }
        crate::interrupt::check()?;
        eprintln!("  rustup could not download it here");
    }
    if debian::is_debian() {
        return debian::ensure(session, oldest);
    }
    let found = active.map_or_else(|| "none".to_owned(), |active| active.describe());
    Err(Error::new(format!(
        "No Rust toolchain here can build for the browser: needed is rustc {oldest} or newer with {WASM}, found {found}."
    ))
    .remedy(format!("`rustup update stable && rustup target add {WASM}` where rustup reaches its server")))
}

pub(crate) fn has_rustup() -> bool {
    find_program(&["rustup"]).is_some()
}

/// The toolchain that cargo was called with.
pub(crate) fn active() -> Option<Toolchain> {
    let name = std::env::var("RUSTUP_TOOLCHAIN")
        .ok()
        .filter(|name| !name.is_empty());
    let rustc = Rustc::query(&Cmd::new("rustc")).ok()?;
    Some(Toolchain {
        name,
        bin: None,
        rustc,
    })
}

/// `rust-version` of the workspace.
pub(crate) fn oldest_rustc(root: &Path) -> Result<Version> {
    let path = root.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?;
    text.lines()
        .filter_map(|line| line.strip_prefix("rust-version ="))
        .find_map(|value| Version::parse(value.trim_matches([' ', '"'])))
        .ok_or_else(|| Error::new("The workspace's Cargo.toml has no rust-version."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_rustc_stands_in_the_manifest() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        assert!(oldest_rustc(root).unwrap() >= Version::parse("1.85").unwrap());
    }
}
