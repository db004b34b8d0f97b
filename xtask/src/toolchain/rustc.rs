//! What a rustc says about itself.

use std::fmt;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::process::Cmd;

/// `1.96.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u32, u32, u32);

impl Version {
    /// Reads `1.95`, `1.95.0` and `1.97.0-nightly`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.split('-').next()?;
        let mut parts = plain.split('.').map(|part| part.trim().parse::<u32>().ok());
        let (major, minor) = (parts.next()??, parts.next()??);
        let patch = match parts.next() {
            Some(patch) => patch?,
            None => 0,
        };
        Some(Self(major, minor, patch))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// One compiler.
#[derive(Clone, Debug)]
pub(crate) struct Rustc {
    pub(crate) release: Version,
    /// The major version of its LLVM, which the linker must match.
    pub(crate) llvm: u32,
    /// All of `rustc -vV`: two compilers with equal text read each other's libraries.
    pub(crate) identity: String,
    pub(crate) sysroot: PathBuf,
}

impl Rustc {
    /// Asks `rustc`, a call without arguments.
    ///
    /// # Errors
    /// When it cannot be called or is not understood.
    pub(crate) fn query(rustc: &Cmd) -> Result<Self> {
        let identity = rustc.clone().arg("-vV").read()?;
        let sysroot = PathBuf::from(rustc.clone().args(["--print", "sysroot"]).read()?);
        let (release, llvm) = parse(&identity)
            .ok_or_else(|| Error::new(format!("`rustc -vV` is not understood: {identity}")))?;
        Ok(Self {
            release,
            llvm,
            identity,
            sysroot,
        })
    }
}

fn parse(identity: &str) -> Option<(Version, u32)> {
    let field = |name: &str| {
        identity
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    let release = Version::parse(field("release:")?)?;
    let llvm = field("LLVM version:")?.split('.').next()?.parse().ok()?;
    Some((release, llvm))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEBIAN: &str = "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n\
        binary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.8";

    #[test]
    fn reads_what_rustc_says() {
        assert_eq!(parse(DEBIAN), Some((Version(1, 96, 0), 22)));
        assert_eq!(parse("rustc 1.96.0"), None);
    }

    #[test]
    fn versions_are_read_and_ordered() {
        let version = |text| Version::parse(text).unwrap();
        assert_eq!(version("1.95"), Version(1, 95, 0));
        assert_eq!(version("1.97.0-nightly"), Version(1, 97, 0));
        assert!(version("1.100.0") > version("1.99.9"));
        assert!(version("2.0") > version("1.99.9"));
        assert_eq!(Version::parse("1"), None);
        assert_eq!(Version::parse("a.b"), None);
        assert_eq!(version("1.95").to_string(), "1.95.0");
    }
}
