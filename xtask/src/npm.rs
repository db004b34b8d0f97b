//! Node.js and the npm packages of one folder, installed from its lock file when that changed.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result, io};
use crate::hash;
use crate::process::{Cmd, find_program, is_executable};
use crate::session::Session;
use crate::versions::NODE_MAJOR;

/// Notes in `node_modules` what it was installed from.
const STAMP: &str = ".cryptocity-stamp";

/// # Errors
/// When Node.js or npm is missing or too old.
pub(crate) fn require_node() -> Result<()> {
    let remedy = format!(
        "install Node.js {NODE_MAJOR} or newer with npm, from nodejs.org or this system's package manager"
    );
    if find_program(&["node"]).is_none() || find_program(&["npm"]).is_none() {
        return Err(Error::new("Node.js with npm is missing.").remedy(remedy));
    }
    let version = Cmd::new("node").arg("--version").read()?;
    match major(&version) {
        Some(found) if found >= NODE_MAJOR => Ok(()),
        _ => Err(Error::new(format!("Node.js {version} is too old.")).remedy(remedy)),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Installs what `folder/package-lock.json` names, unless that is what is there.
///
/// # Errors
/// When the lock file is missing or npm fails.
pub(crate) fn install(session: &Session, folder: &str) -> Result<()> {
    let path = session.paths.root.join(folder);
    if is_installed(&path)? {
        return Ok(());
    }
    require_node()?;
    session.steps.run(&format!("npm packages: {folder}"), |log| {
        Cmd::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .cwd(&path)
            .run(log)
            .map_err(|error| {
                error.remedy("check that the npm registry is reached, then run the command again")
            })?;
        let modules = path.join("node_modules");
        std::fs::create_dir_all(&modules).map_err(|e| io("create", &modules, &e))?;
        let stamp = modules.join(STAMP);
        std::fs::write(&stamp, fingerprint(&path)?).map_err(|e| io("write", &stamp, &e))
    })
}

/// Whether the packages of `folder` are those of its lock file.
///
/// # Errors
/// When the lock file is missing.
pub(crate) fn is_installed(folder: &Path) -> Result<bool> {
    let wanted = fingerprint(folder)?;
    let found = std::fs::read_to_string(folder.join("node_modules").join(STAMP));
    Ok(found.is_ok_and(|found| found == wanted))
}

fn fingerprint(folder: &Path) -> Result<String> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|e| io("read", &path, &e))
    };
    let (manifest, lock) = (read("package.json")?, read("package-lock.json")?);
    Ok(hash::short([manifest.as_slice(), lock.as_slice()]))
}

/// The folder of the programs that come with the packages of `tools/`, such as `wasm-opt`.
pub(crate) fn tools_bin(root: &Path) -> PathBuf {
    root.join("tools/node_modules/.bin")
}

/// The local chain's program: npm's where there is one for this machine, else the one on PATH.
///
/// # Errors
/// When there is neither.
pub(crate) fn anvil(root: &Path) -> Result<PathBuf> {
    let packaged = root.join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    if is_executable(&packaged) {
        return Ok(packaged);
    }
    find_program(&["anvil"]).ok_or_else(|| {
        Error::new("Anvil, the local chain, is missing.")
            .remedy("run `npm ci` in tools/ on Linux x86-64, elsewhere put Foundry's anvil on PATH")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_versions_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nonsense"), None);
    }

    #[test]
    fn a_changed_lock_file_asks_for_an_installation() {
        let folder = std::env::temp_dir().join(format!("cryptocity-npm-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("node_modules")).unwrap();
        std::fs::write(folder.join("package.json"), "{}").unwrap();
        std::fs::write(folder.join("package-lock.json"), "{}").unwrap();
        assert!(!is_installed(&folder).unwrap());
        std::fs::write(
            folder.join("node_modules").join(STAMP),
            fingerprint(&folder).unwrap(),
        )
        .unwrap();
        assert!(is_installed(&folder).unwrap());
        std::fs::write(folder.join("package-lock.json"), "{ }").unwrap();
        assert!(!is_installed(&folder).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
