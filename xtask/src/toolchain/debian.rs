//! Debian's own Rust, for machines where rustup cannot download: packages, and a standard library for the
//! browser built from Debian's source package.

use std::path::{Path, PathBuf};

use super::{Rustc, Toolchain, Version, has_rustup, std_build};
use crate::error::{Error, Result};
use crate::packages;
use crate::process::Cmd;
use crate::session::Session;

/// The name under which rustup knows Debian's toolchain.
const NAME: &str = "cryptocity-debian";

/// `lld-<LLVM major>` comes on top, once the compiler can say which.
const PACKAGES: &[&str] = &[
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "rust-web-llvm",
    "rust-web-clippy",
];

pub(super) fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && packages::can_be_asked()
}

/// Debian's toolchain as linked by an earlier run.
pub(super) fn linked() -> Option<Toolchain> {
    if !has_rustup() {
        return None;
    }
    let rustc = Rustc::query(&Cmd::new("rustc").env("RUSTUP_TOOLCHAIN", NAME)).ok()?;
    Some(Toolchain {
        name: Some(NAME.to_owned()),
        bin: None,
        rustc,
    })
}

/// Installs and links what is missing.
///
/// # Errors
/// When packages cannot be installed or are too old, or the standard library does not build.
pub(super) fn ensure(session: &Session, oldest: Version) -> Result<Toolchain> {
    packages::install(session, "Debian packages: Rust", PACKAGES)?;
    let compiler = compiler()?;
    let rustc = Rustc::query(&Cmd::new(&compiler))?;
    if rustc.release < oldest {
        return Err(Error::new(format!(
            "Debian's rustc-web is {}, but {oldest} or newer is needed.",
            rustc.release
        ))
        .remedy("`apt-get update && apt-get install rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy`"));
    }
    // Debian's rust-lld is a link into this package, which no other package asks for.
    packages::install(
        session,
        "Debian packages: linker",
        &[&format!("lld-{}", rustc.llvm)],
    )?;
    let toolchain = link(session, &compiler, rustc)?;
    if !std_build::is_ready(&toolchain.rustc) {
        std_build::build(session, &toolchain)?;
    }
    Ok(toolchain)
}

/// The compiler of the package, wherever the package put it.
fn compiler() -> Result<PathBuf> {
    let files = Cmd::new("dpkg").args(["-L", "rustc-web"]).read()?;
    files
        .lines()
        .find(|line| line.ends_with("/bin/rustc"))
        .map(PathBuf::from)
        .ok_or_else(|| {
            Error::new("Debian's rustc-web contains no rustc.")
                .remedy("report this with the output of `dpkg -L rustc-web`")
        })
}

fn link(session: &Session, compiler: &Path, rustc: Rustc) -> Result<Toolchain> {
    let bin = compiler.parent().map(Path::to_owned).unwrap_or_default();
    if !has_rustup() {
        return Ok(Toolchain {
            name: None,
            bin: Some(bin),
            rustc,
        });
    }
    if linked().is_none_or(|found| found.rustc.identity != rustc.identity) {
        let prefix = bin.parent().map(Path::to_owned).unwrap_or_default();
        session.steps.run("Debian's Rust as a rustup toolchain", |log| {
            Cmd::new("rustup")
                .args(["toolchain", "link", NAME])
                .arg(&prefix)
                .run(log)
        })?;
    }
    Ok(Toolchain {
        name: Some(NAME.to_owned()),
        bin: None,
        rustc,
    })
}
