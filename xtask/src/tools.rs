//! Programs that come as crates: Trunk, wasm-bindgen's, wasm-split's, geckodriver, cargo-deny. Built once into the cache.

use std::path::{Path, PathBuf};

use crate::error::{Result, io};
use crate::lockfile;
use crate::process::{Cmd, find_program, is_executable};
use crate::session::Session;
use crate::versions;

/// A program at an exact version.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    /// The crate's name.
    pub(crate) package: &'static str,
    /// The programs it must bring; the first one tells its version.
    pub(crate) programs: &'static [&'static str],
    pub(crate) version: String,
    /// Without the features that only serve to download: quicker to build, and nothing is fetched behind our back.
    plain: bool,
    /// The features it is built with.
    features: &'static [&'static str],
    /// Levels above 0 cost more in building than the runs of this tool ever take.
    opt_level: &'static str,
}

impl Tool {
    pub(crate) fn trunk() -> Self {
        Self {
            package: "trunk",
            programs: &["trunk"],
            version: versions::TRUNK.to_owned(),
            plain: true,
            features: &[],
            opt_level: "0",
        }
    }

    /// # Errors
    /// When `Cargo.lock` does not name one version.
    pub(crate) fn wasm_bindgen(root: &Path) -> Result<Self> {
        Ok(Self {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version: lockfile::wasm_bindgen(root)?,
            plain: true,
            features: &[],
            opt_level: "1",
        })
    }

    /// Cuts a module along `#[wasm_split]`.
    pub(crate) fn wasm_split() -> Self {
        Self {
            package: "wasm_split_cli_support",
            programs: &["wasm-split-cli"],
            version: versions::WASM_SPLIT.to_owned(),
            plain: true,
            features: &["--features", "build-binary"],
            opt_level: "1",
        }
    }

    pub(crate) fn geckodriver() -> Self {
        Self {
            package: "geckodriver",
            programs: &["geckodriver"],
            version: versions::GECKODRIVER.to_owned(),
            plain: true,
            features: &[],
            opt_level: "0",
        }
    }

    pub(crate) fn cargo_deny() -> Self {
        Self {
            package: "cargo-deny",
            programs: &["cargo-deny"],
            version: versions::CARGO_DENY.to_owned(),
            plain: false,
            features: &[],
            opt_level: "0",
        }
    }

    /// The folder of its programs, when they are there: in the cache, or on PATH at the same version.
    pub(crate) fn find(&self, session: &Session) -> Option<PathBuf> {
        let cached = session.paths.tool(self.package, &self.version).join("bin");
        if self.complete(&cached) {
            return Some(cached);
        }
        let folder = find_program(&[self.programs.first()?])?.parent()?.to_owned();
        let said = Cmd::new(folder.join(self.programs.first()?))
            .arg("--version")
            .read()
            .ok()?;
        let same = said.split_whitespace().any(|word| word == self.version);
        (same && self.complete(&folder)).then_some(folder)
    }

    fn complete(&self, folder: &Path) -> bool {
        self.programs
            .iter()
            .all(|program| is_executable(&folder.join(program)))
    }

    /// The folder of its programs, installed when missing.
    ///
    /// # Errors
    /// When it does not build; nothing is left half-installed.
    pub(crate) fn ensure(&self, session: &Session) -> Result<PathBuf> {
        if let Some(folder) = self.find(session) {
            return Ok(folder);
        }
        let toolchain = session.toolchain()?;
        let Self { package, version, .. } = self;
        let ready = session.paths.tool(package, version);
        let unfinished = session
            .paths
            .cache
            .join("tools")
            .join(format!(".{package}-{}", std::process::id()));
        session.steps.run(
            &format!("{package} {version} (built once, takes minutes)"),
            |log| {
                let call = |locked: bool| {
                    let cmd = toolchain
                        .apply(Cmd::new("cargo"))
                        .args(["install", &format!("{package}@{version}")])
                        .args(self.plain.then_some("--no-default-features"))
                        .args(self.features)
                        .args(locked.then_some("--locked"))
                        .arg("--root")
                        .arg(&unfinished);
                    self.quickly_built(cmd).cwd(&session.paths.cache).run(log)
                };
                create(&unfinished)?;
                // A lock file may name a release that a registry mirror does not hold yet.
                let built = call(true)
                    .or_else(|_| call(false))
                    .and_then(|()| publish(&unfinished, &ready));
                let _ = std::fs::remove_dir_all(&unfinished);
                built.map_err(|error| {
                    error.remedy("check that the crate registry is reached, then run the command again")
                })
            },
        )?;
        Ok(ready.join("bin"))
    }

    fn quickly_built(&self, cmd: Cmd) -> Cmd {
        cmd.env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
    }
}

fn create(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|e| io("create", folder, &e))
}

/// Moves a finished installation to its place in one go; somebody else's, finished meanwhile, is as good.
fn publish(unfinished: &Path, ready: &Path) -> Result<()> {
    if let Ok(entries) = std::fs::read_dir(ready)
        && entries.count() > 0
    {
        let old = unfinished.with_extension("old");
        std::fs::rename(ready, &old).map_err(|e| io("replace", ready, &e))?;
        let _ = std::fs::remove_dir_all(&old);
    }
    std::fs::rename(unfinished, ready).map_err(|e| io("create", ready, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_replaces_a_broken_one() {
        let base = std::env::temp_dir().join(format!("cryptocity-tools-{}", std::process::id()));
        let (unfinished, ready) = (base.join(".new"), base.join("trunk-1"));
        std::fs::create_dir_all(ready.join("bin")).unwrap();
        std::fs::create_dir_all(unfinished.join("bin")).unwrap();
        std::fs::write(unfinished.join("bin/trunk"), "program").unwrap();
        publish(&unfinished, &ready).unwrap();
        assert!(ready.join("bin/trunk").is_file());
        assert!(!unfinished.exists());
        std::fs::remove_dir_all(&base).unwrap();
    }
}
