//! `cargo fmt`: the formatter of any toolchain will do, it compiles nothing.

use super::{Toolchain, has_rustup};
use crate::error::{Error, Result};
use crate::process::Cmd;

/// A call of `cargo fmt` without arguments, with the first toolchain that has it.
///
/// # Errors
/// When no toolchain has a formatter.
pub(crate) fn rustfmt(chosen: &Toolchain) -> Result<Cmd> {
    let works = |cmd: &Cmd| cmd.clone().arg("--version").succeeds();
    let own = chosen.apply(Cmd::new("cargo")).arg("fmt");
    if works(&own) {
        return Ok(own);
    }
    let listed = if has_rustup() {
        Cmd::new("rustup").args(["toolchain", "list"]).read()?
    } else {
        String::new()
    };
    let mut names: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.sort_by_key(|name| !name.starts_with("stable"));
    names
        .iter()
        .map(|name| Cmd::new("cargo").arg("fmt").env("RUSTUP_TOOLCHAIN", name))
        .find(works)
        .ok_or_else(|| {
            Error::new("No Rust toolchain here has a formatter (rustfmt).")
                .remedy("`rustup component add rustfmt`, or on Debian `apt-get install rustfmt-web`")
        })
}
